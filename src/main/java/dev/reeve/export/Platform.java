package dev.reeve.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where the apps shall run instead, and what an app may be called there.
public enum Platform {
  COMPOSE("Docker Compose", "[A-Za-z0-9][A-Za-z0-9._-]*"),
  SYSTEMD("systemd", "[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}"),
  /// A Service's name is the strictest (RFC 1035).
  KUBERNETES("Kubernetes", "[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

  private final String title;
  private final Pattern name;

  Platform(String title, String name) {
    this.title = title;
    this.name = Pattern.compile(name);
  }

  /// For people.
  public String title() {
    return title;
  }

  /// As it stands on the command line.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Platform> ofWord(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  boolean allows(String app) {
    return name.matcher(app).matches();
  }

  /// The nearest name that is allowed.
  String nearest(String app) {
    var text = this == KUBERNETES ? app.toLowerCase(Locale.ROOT).replace('_', '-') : app;
    var plain =
        text.replaceAll(this == KUBERNETES ? "[^a-z0-9-]" : "[^A-Za-z0-9._-]", "-")
            .replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
    var named = plain.isEmpty() ? "app" : plain;
    var begun = allows(named) || this != KUBERNETES ? named : "app-" + named;
    return begun.length() > 60 ? begun.substring(0, 60).replaceAll("-+$", "") : begun;
  }
}
