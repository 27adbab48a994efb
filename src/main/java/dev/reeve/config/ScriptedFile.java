package dev.reeve.config;

import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An ecosystem file in JavaScript, evaluated by node, else by bun: exact, and quicker than any
/// engine of our own (ADR 0006). What it prints itself is told apart by a marker line.
final class ScriptedFile {
  private static final long LIMIT_S = 10;
  private static final int MAX_OUTPUT_BYTES = 8 << 20;
  private static final String MARKER = "\u0001reeve-configuration\u0001";

  private static final String PROGRAM =
      """
      const [file, marker] = process.argv.slice(-2);
      const fs = require('fs');
      const plain = (_, value) => value instanceof RegExp ? '(?:' + value.source + ')' : value;
      const give = (what) => {
        fs.writeFileSync(1, '\\n' + marker + JSON.stringify(what, plain) + '\\n');
        process.exit(0);
      };
      const fail = (e) => {
        const stack = String((e && e.stack) || '');
        const line = parseInt(stack.split(file + ':')[1], 10) || 0;
        const name = e && e.name ? e.name + ': ' : '';
        give({ failed: name + ((e && e.message) || String(e)), line });
      };
      const load = async () => {
        const module = () => import(require('url').pathToFileURL(file).href);
        if (file.endsWith('.mjs')) return module();
        try { return require(file); } catch (e) {
          if (e && e.code === 'ERR_REQUIRE_ESM') return module();
          throw e;
        }
      };
      process.on('uncaughtException', fail);
      load().then(async (m) => {
        const value = await (m && m.default !== undefined ? m.default : m);
        give(value === undefined ? { nothing: true } : { value });
      }).catch(fail);
      """;

  private ScriptedFile() {}

  /// The tree of what the file exports.
  static Source evaluate(String word, Path file, Surroundings around) {
    var engine = engine(around);
    if (engine == null) {
      return Source.failed(
          new Problem(
              word,
              null,
              "is JavaScript, and neither node nor bun is on PATH to evaluate it",
              "install node, or write the file as .json or .yaml"));
    }
    try {
      return source(word, run(engine, file, around));
    } catch (IOException failed) {
      return broken(word, "can't be evaluated: " + failed.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return broken(word, "was not evaluated: interrupted");
    }
  }

  private static @Nullable Path engine(Surroundings around) {
    var commands = new Commands(around.cwd().toString(), around.env());
    var node = commands.find("node");
    return node != null ? node : commands.find("bun");
  }

  /// Everything the process printed, errors too; null when the time was up.
  private static @Nullable String run(Path engine, Path file, Surroundings around)
      throws IOException, InterruptedException {
    var command = List.of(engine.toString(), "-e", PROGRAM, "--", file.toString(), MARKER);
    var builder = new ProcessBuilder(command).directory(around.cwd().toFile());
    builder.environment().clear();
    builder.environment().putAll(around.env());
    builder.redirectErrorStream(true).redirectInput(new java.io.File("/dev/null"));
    var process = builder.start();
    var printed = new String[] {""};
    var reader = new Thread(() -> printed[0] = drain(process.getInputStream()));
    reader.setDaemon(true);
    reader.start();
    if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return null;
    }
    reader.join(1000);
    return printed[0];
  }

  private static String drain(InputStream in) {
    try (in) {
      return new String(in.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
    } catch (IOException closed) {
      return "its output can't be read: " + closed.getMessage();
    }
  }

  private static Source source(String word, @Nullable String printed) {
    if (printed == null) {
      return broken(word, "is not evaluated within " + LIMIT_S + " s");
    }
    int marker = printed.lastIndexOf(MARKER);
    if (marker < 0) {
      var said = firstLine(printed);
      return broken(word, "ended without an export" + (said == null ? "" : ": " + said));
    }
    int start = marker + MARKER.length();
    int end = printed.indexOf('\n', start);
    try {
      return export(word, Json.parseObject(printed.substring(start, Math.max(start, end))));
    } catch (Json.Malformed malformed) {
      return broken(word, "exports what is no configuration");
    }
  }

  private static Source export(String word, JsonObject json) {
    if (json.has("failed")) {
      long line = json.number("line", 0);
      var message = json.text("failed", "").lines().findFirst().orElse("");
      return broken(line > 0 ? word + ":" + line : word, message);
    }
    return json.has("value")
        ? Source.of(json.value("value"))
        : broken(word, "exports nothing; write module.exports = { apps: [ … ] }");
  }

  private static Source broken(String file, String message) {
    return Source.failed(new Problem(file, null, message, "correct the file"));
  }

  /// The first line that is not blank, for a message; null if there is none.
  private static @Nullable String firstLine(String text) {
    return text.lines().filter(line -> !line.isBlank()).map(String::strip).findFirst().orElse(null);
  }
}
