package dev.reeve.export;

import dev.reeve.model.AppSpec;
import dev.reeve.model.HealthCheck;
import dev.reeve.model.ShellLine;
import java.nio.file.Path;
import java.util.List;

/// A question as a command that an app's image has: what runs the app asks too, where it can.
record Asking(AppSpec spec, Notes notes) {
  /// In Compose's notation: a list whose first word says how the others are run.
  List<String> words(Asked asked) {
    var runtime = runtime();
    return switch (asked.kind()) {
      case EXEC ->
          ShellLine.isLine(asked.words())
              ? List.of("CMD-SHELL", asked.words().getLast())
              : java.util.stream.Stream.concat(
                      java.util.stream.Stream.of("CMD"), asked.words().stream())
                  .toList();
      case HTTP ->
          switch (runtime) {
            case "node", "bun" -> List.of("CMD", runtime, "-e", get(asked));
            case "python3" ->
                List.of(
                    "CMD",
                    runtime,
                    "-c",
                    "import urllib.request as u; u.urlopen('" + quoted(asked.url()) + "')");
            default -> {
              notes.say("health", "asked with wget, which the image must have");
              yield List.of("CMD", "wget", "-q", "-O", "/dev/null", asked.url());
            }
          };
      case TCP -> connect(asked, runtime);
    };
  }

  private static String get(Asked asked) {
    return "fetch('"
        + quoted(asked.url())
        + "',{redirect:'manual'})"
        + ".then(r=>process.exit(r.status<400?0:1),()=>process.exit(1))";
  }

  private List<String> connect(Asked asked, String runtime) {
    var host = asked.host().replaceAll("[\\[\\]]", "");
    int port = asked.port();
    return switch (runtime) {
      case "node", "bun" ->
          List.of(
              "CMD",
              runtime,
              "-e",
              "require('net').connect("
                  + port
                  + ",'"
                  + host
                  + "').on('connect',()=>process.exit(0)).on('error',()=>process.exit(1))");
      case "python3" ->
          List.of(
              "CMD",
              runtime,
              "-c",
              "import socket; socket.create_connection(('" + host + "', " + port + "))");
      default -> {
        notes.say("health", "asked with nc, which the image must have");
        yield List.of("CMD", "nc", "-z", host, port + "");
      }
    };
  }

  /// What runs the app, if it can ask questions itself.
  private String runtime() {
    if (!spec.command().hasInterpreter()) {
      return "";
    }
    var name = String.valueOf(Path.of(spec.command().interpreter()).getFileName());
    return switch (name) {
      case "node", "nodejs" -> "node";
      case "bun" -> "bun";
      default -> name.startsWith("python3") || name.equals("python") ? "python3" : "";
    };
  }

  private static String quoted(String url) {
    return url.replace("\\", "\\\\").replace("'", "\\'");
  }

  /// Whether Reeve would restart the app for a bad answer.
  static boolean restarts(AppSpec spec) {
    HealthCheck check = spec.care().health();
    return check != null && check.restarts() && spec.restart().auto();
  }
}
