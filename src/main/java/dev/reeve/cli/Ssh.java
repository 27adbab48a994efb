package dev.reeve.cli;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A host over ssh. What it says on standard error is shown as it comes, and so are ssh's own
/// questions; nothing of ours is its standard input.
record Ssh(String host, List<String> options, Map<String, String> env) {
  private static final File NOTHING = new File("/dev/null");

  /// What was printed, and the exit code.
  record Said(int code, String text) {}

  /// Runs a script by the user's login shell there.
  int run(String script, OutputStream out) throws Failed {
    var command = new ArrayList<>(List.of(program("ssh")));
    command.addAll(options);
    command.addAll(List.of("--", host, script));
    return run(command, env, out);
  }

  /// Looked for where the caller's PATH says, and not where this process would look.
  private String program(String name) throws Failed {
    for (var folder : env.getOrDefault("PATH", "").split(":", -1)) {
      var file = Path.of(folder).resolve(name);
      if (file.isAbsolute() && Files.isRegularFile(file) && Files.isExecutable(file)) {
        return file.toString();
      }
    }
    throw Failed.refused(name + " is not on PATH", "install it");
  }

  Said ask(String script) throws Failed {
    var out = new ByteArrayOutputStream();
    int code = run(script, out);
    return new Said(code, out.toString(StandardCharsets.UTF_8));
  }

  /// Runs a line by a shell of this machine.
  static int here(String line, Map<String, String> env, OutputStream out) throws Failed {
    return run(List.of("sh", "-c", line), env, out);
  }

  private static int run(List<String> command, Map<String, String> env, OutputStream out)
      throws Failed {
    var builder =
        new ProcessBuilder(command)
            .redirectInput(NOTHING)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().clear();
    builder.environment().putAll(env);
    try {
      var process = builder.start();
      process.getInputStream().transferTo(out);
      out.flush();
      return process.waitFor();
    } catch (IOException missing) {
      throw Failed.refused(
          command.getFirst() + " can't be run: " + missing.getMessage(), "install it");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Failed.refused(command.getFirst() + " was interrupted", null);
    }
  }
}
