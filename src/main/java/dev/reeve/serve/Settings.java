package dev.reeve.serve;

import dev.reeve.model.FileServing;
import dev.reeve.model.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is served, where, and to whom. `homepage` is the path under the folder that `/` shows, and
/// with `spa` every path that leads to nothing; `listing` shows folders that have no index.
record Settings(
    Path folder,
    Address address,
    boolean spa,
    List<String> homepage,
    boolean listing,
    @Nullable Login login) {
  private static final String INDEX = "index.html";

  record Address(String host, int port) {}

  record Login(String username, String password) {
    /// For messages, of which none may show a password.
    @Override
    public String toString() {
      return username + ":****";
    }
  }

  /// Settings, unless there are problems.
  record Read(@Nullable Settings settings, List<Problem> problems) {}

  /// What the environment asks for.
  static Read of(Map<String, String> env) {
    var reading = new Reading(env, new ArrayList<>());
    var settings =
        new Settings(
            reading.folder(),
            new Address(reading.text(FileServing.HOST, "0.0.0.0"), reading.port()),
            reading.flag(FileServing.SPA),
            reading.homepage(),
            reading.flag(FileServing.LISTING),
            reading.login());
    return new Read(reading.problems.isEmpty() ? settings : null, reading.problems);
  }

  private record Reading(Map<String, String> env, List<Problem> problems) {
    String text(String key, String fallback) {
      var text = env.getOrDefault(key, "").strip();
      return text.isEmpty() ? fallback : text;
    }

    Path folder() {
      var folder = Path.of(text(FileServing.PATH, ".")).toAbsolutePath().normalize();
      if (!Files.isDirectory(folder)) {
        problem(FileServing.PATH, "no such folder: " + folder, "build the site, or correct it");
      }
      return folder;
    }

    int port() {
      var written = text(FileServing.PORT, String.valueOf(FileServing.USUAL_PORT));
      try {
        int port = Integer.parseInt(written);
        if (port >= 0 && port <= FileServing.LAST_PORT) {
          return port;
        }
      } catch (NumberFormatException none) {
        problem(FileServing.PORT, "'" + written + "' is no number", "write one such as 8080");
        return 0;
      }
      problem(FileServing.PORT, written + " is no port", "write one from 1 to 65535");
      return 0;
    }

    boolean flag(String key) {
      var written = text(key, "false");
      return switch (written.toLowerCase(java.util.Locale.ROOT)) {
        case "true", "1", "yes", "on" -> true;
        case "false", "0", "no", "off", "null", "undefined" -> false;
        default -> {
          problem(key, "'" + written + "' is neither true nor false", "write one of them");
          yield false;
        }
      };
    }

    List<String> homepage() {
      var written = text(FileServing.HOMEPAGE, INDEX);
      var names = Target.namesOf(written.startsWith("/") ? written : "/" + written);
      if (names == null || names.isEmpty()) {
        problem(FileServing.HOMEPAGE, "'" + written + "' is no path of a page", "see its folder");
        return List.of(INDEX);
      }
      return names;
    }

    /// A name and a password alone ask for protection, too: who forgets the switch is not served
    /// openly.
    @Nullable Login login() {
      var username = env.getOrDefault(FileServing.USERNAME, "");
      var password = env.getOrDefault(FileServing.PASSWORD, "");
      boolean given = !username.isEmpty() || !password.isEmpty();
      boolean wanted = text(FileServing.AUTH, "").isEmpty() ? given : flag(FileServing.AUTH);
      if (wanted && (username.isEmpty() || password.isEmpty())) {
        problem(
            username.isEmpty() ? FileServing.USERNAME : FileServing.PASSWORD,
            "is empty, and the folder is not to be served to everyone",
            "set both, or " + FileServing.AUTH + " to false");
      }
      return wanted ? new Login(username, password) : null;
    }

    private void problem(String key, String message, String hint) {
      problems.add(new Problem(null, key, message, hint));
    }
  }
}
