package dev.reeve.config;

import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An ecosystem file in JavaScript: evaluated by node, else by bun (ADR 0006), else by an engine of
/// our own (ADR 0016). A file that throws, can't be read as JavaScript, or does not come to an end
/// is one sentence with its place.
record ScriptedFile(String word, Path file, Surroundings around, Duration limit) {
  private static final List<String> ENDINGS = List.of(".js", ".cjs", ".mjs", ".ts", ".cts", ".mts");

  private static final Duration USUAL = Duration.ofSeconds(10);

  ScriptedFile(String word, Path file, Surroundings around) {
    this(word, file, around, USUAL);
  }

  /// Whether a word names such a file; any other `.js` is a script.
  static boolean isNamedBy(String word) {
    return ENDINGS.stream().anyMatch(ending -> word.endsWith(".config" + ending));
  }

  /// The tree of what the file exports.
  Source evaluate() {
    var runtime = runtime();
    if (runtime == null && isTyped()) {
      return Source.failed(
          new Problem(
              word,
              null,
              "is TypeScript, and neither node nor bun is on PATH to evaluate it",
              "install node 22.18 or later, or bun, or write it as .js, .json or .yaml"));
    }
    var evaluated =
        runtime == null
            ? new EmbeddedScript(around, limit).evaluate(file)
            : new ScriptProcess(runtime, around, limit).evaluate(file);
    return switch (evaluated) {
      case Evaluated.Given(var json) -> given(json);
      case Evaluated.Silent(var said) -> silent(said);
      case Evaluated.Late _ -> broken("is not evaluated within " + seconds() + " s");
      case Evaluated.Impossible(var reason) -> broken("can't be evaluated: " + reason);
    };
  }

  private String seconds() {
    return limit.toString().substring(2).replace("S", "");
  }

  private boolean isTyped() {
    return word.endsWith("ts");
  }

  /// Bun reads all of TypeScript, a new enough node its types only.
  private @Nullable Path runtime() {
    var commands = new Commands(around.cwd().toString(), around.env());
    var first = commands.find(isTyped() ? "bun" : "node");
    return first != null ? first : commands.find(isTyped() ? "node" : "bun");
  }

  private Source silent(String said) {
    var line = said.lines().filter(each -> !each.isBlank()).map(String::strip).findFirst();
    return broken("ended without an export" + line.map(": "::concat).orElse(""));
  }

  private Source given(String text) {
    try {
      return export(Json.parseObject(text));
    } catch (Json.Malformed malformed) {
      return broken("exports what is no configuration");
    }
  }

  private Source export(JsonObject json) {
    if (json.has("failed")) {
      var message = json.text("failed", "").lines().findFirst().orElse("");
      var hint = json.text("hint", "correct the file");
      return Source.failed(new Problem(place(json), null, message, hint));
    }
    return json.has("value")
        ? Source.of(json.value("value"))
        : broken("exports nothing; write module.exports = { apps: [ … ] }");
  }

  /// `word:3`; a fault in a file that this one requires has that one's name beside it.
  private String place(JsonObject json) {
    long line = json.number("line", 0);
    var at = json.text("file", file.toString());
    var suffix = line > 0 ? ":" + line : "";
    return at.equals(file.toString()) ? word + suffix : word + ": " + at + suffix;
  }

  private Source broken(String message) {
    return Source.failed(new Problem(word, null, message, "correct the file"));
  }
}
