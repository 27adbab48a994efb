package dev.reeve.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `git` in one folder. It asks nobody for a password: it fails.
record Git(String folder, Map<String, String> env) {
  /// What it printed, and why not when `code` is not 0.
  record Said(int code, String text) {
    boolean ok() {
      return code == 0;
    }
  }

  Said ask(String... words) throws Failed {
    var command = new ArrayList<>(List.of("git", "-C", folder));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(env);
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.environment().put("LC_ALL", "C");
    try {
      var process = builder.start();
      process.getOutputStream().close();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Said(process.waitFor(), text.strip());
    } catch (IOException missing) {
      throw Failed.refused("git can't be run: " + missing.getMessage(), "install it");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Failed.refused("git was interrupted", null);
    }
  }

  /// What it printed, of a command that must succeed.
  String told(String... words) throws Failed {
    var said = ask(words);
    if (!said.ok()) {
      throw Failed.refused(
          "'git "
              + String.join(" ", words)
              + "' failed in "
              + folder
              + ": "
              + said.text().lines().findFirst().orElse("exit code " + said.code()),
          "nothing was restarted");
    }
    return said.text();
  }
}
