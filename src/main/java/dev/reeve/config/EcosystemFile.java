package dev.reeve.config;

import dev.reeve.model.Json;
import dev.reeve.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The first step: an ecosystem file in any of its shapes → a tree.
final class EcosystemFile {
  private static final int MAX_BYTES = 8 << 20;

  private EcosystemFile() {}

  /// Whether a word of the command line names an ecosystem file; any other `.js` is a script.
  static boolean isNamedBy(String word) {
    return word.equals("-")
        || ScriptedFile.isNamedBy(word)
        || isYaml(word)
        || word.endsWith(".json");
  }

  private static boolean isYaml(String word) {
    return word.endsWith(".yml") || word.endsWith(".yaml");
  }

  /// The tree of a file, which `word` names.
  static Source read(String word, Surroundings around) {
    try {
      if (word.equals("-")) {
        return json(word, text(around.stdin().readNBytes(MAX_BYTES)));
      }
      var file = around.cwd().resolve(word).normalize();
      var trouble = InputFile.trouble(file, MAX_BYTES);
      if (trouble != null) {
        return failed(word, trouble, InputFile.hint(file, "an ecosystem file"));
      }
      return ScriptedFile.isNamedBy(word)
          ? new ScriptedFile(word, file, around).evaluate()
          : parse(word, text(InputFile.bytes(file, MAX_BYTES)));
    } catch (NoSuchFileException missing) {
      var folder = Path.of(word).isAbsolute() ? "" : " (looked for in " + around.cwd() + ")";
      return failed(word, "no such file", "check its path" + folder);
    } catch (IOException unreadable) {
      return failed(word, "can't be read: " + unreadable.getMessage(), "check its permissions");
    }
  }

  private static Source parse(String word, String text) {
    return isYaml(word) ? yaml(word, text, "YAML") : json(word, text);
  }

  private static Source json(String word, String text) {
    try {
      return Source.of(Json.parse(text));
    } catch (Json.Malformed notStrict) {
      return yaml(word, Loose.toYaml(text), "JSON");
    }
  }

  private static Source yaml(String word, String text, String language) {
    try {
      var settings =
          LoadSettings.builder()
              .setLabel(word)
              .setCodePointLimit(MAX_BYTES)
              .setAllowNonScalarKeys(false)
              .build();
      return Source.of(ShallowYaml.load(text, settings));
    } catch (MarkedYamlEngineException malformed) {
      var line = malformed.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
      return failed(word + line, "is no " + language + ": " + malformed.getProblem(), null);
    } catch (YamlEngineException malformed) {
      return failed(word, "is no " + language + ": " + malformed.getMessage(), null);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Source failed(String file, String message, @Nullable String hint) {
    return Source.failed(
        new Problem(file, null, message, hint == null ? "correct it there" : hint));
  }
}
