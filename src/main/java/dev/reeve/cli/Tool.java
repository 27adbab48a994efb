package dev.reeve.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A program of the machine that does a part of a command. It asks nobody anything: its standard
/// input is empty. `remedy` says what to do when it is not there.
record Tool(String name, String remedy, Map<String, String> env) {

  /// What it printed, and why not when `code` is not 0.
  record Said(int code, String text) {
    boolean ok() {
      return code == 0;
    }
  }

  /// Runs it in a folder, or in ours.
  Said run(@Nullable Path folder, List<String> words) throws Failed {
    var command = new ArrayList<>(List.of(name));
    command.addAll(words);
    var builder =
        new ProcessBuilder(command)
            .directory(folder == null ? null : folder.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(env);
    try {
      var process = builder.start();
      process.getOutputStream().close();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Said(process.waitFor(), text.strip());
    } catch (IOException missing) {
      throw Failed.refused(name + " can't be run: " + missing.getMessage(), remedy);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Failed.refused(name + " was interrupted", null);
    }
  }
}
