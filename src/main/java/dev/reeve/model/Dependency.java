package dev.reeve.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// An app that another one starts after, and what must be so before it does: of all its instances.
public record Dependency(String app, Condition condition) {
  public enum Condition {
    /// It has a run.
    STARTED("started"),
    /// It is online: where the app says when that is, it has said so.
    READY("ready"),
    /// Its health check has succeeded.
    HEALTHY("healthy"),
    /// It has ended by itself with exit code 0.
    COMPLETED("completed");

    private final String word;

    Condition(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    /// Compose's words are understood, too.
    public static Optional<Condition> ofWord(String word) {
      var own =
          word.toLowerCase(Locale.ROOT)
              .replaceFirst("^service_", "")
              .replace("completed_successfully", "completed");
      return Arrays.stream(values()).filter(each -> each.word.equals(own)).findFirst();
    }
  }

  /// For people: `db to be healthy`.
  public String sentence() {
    return switch (condition) {
      case STARTED -> app + " to be started";
      case READY -> app + " to be ready";
      case HEALTHY -> app + " to be healthy";
      case COMPLETED -> app + " to have ended well";
    };
  }
}
