package dev.reeve.cli;

import dev.reeve.config.Flags;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A command line, understood. `words` are what is no option, without the command itself;
/// `afterDashes` what stood after `--`, null if that was not there; `own` holds the values of the
/// command's and the global options by key, `app` those of the option table.
record Arguments(
    CommandSpec command,
    List<String> words,
    @Nullable List<String> afterDashes,
    Map<String, Object> own,
    Map<String, Object> app) {

  boolean has(String key) {
    return own.get(key) instanceof Boolean on && on;
  }

  @Nullable String text(String key) {
    return own.get(key) instanceof String text ? text : null;
  }

  int count(String key, int fallback) {
    return own.get(key) instanceof Integer count ? count : fallback;
  }

  /// What the line says about apps.
  Flags flags() {
    var only = text("only");
    var names = only == null ? List.<String>of() : List.of(only.split("[, ]+", -1));
    return new Flags(app, afterDashes, text("env"), names);
  }

  /// The words, of which there must be at least one.
  List<String> targets() throws Failed {
    if (words.isEmpty()) {
      throw Failed.usage(
          "'" + command.name() + "' needs to know which", "usage: " + command.usage());
    }
    return words;
  }

  /// The one word that there must be.
  String word() throws Failed {
    if (words.size() != 1) {
      throw Failed.usage("'" + command.name() + "' takes one word", "usage: " + command.usage());
    }
    return words.getFirst();
  }
}
