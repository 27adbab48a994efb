package dev.reeve.config;

import dev.reeve.model.Json;
import io.roastedroot.quickjs4j.core.Builtins;
import io.roastedroot.quickjs4j.core.Engine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Evaluates a file where there is neither node nor bun, by QuickJS, which is loaded with this
/// class and not before (ADR 0016). What a file can ask of the machine is a [ScriptHost]'s to say.
final class EmbeddedScript {
  /// Deep enough for whatever recursion QuickJS itself lets pass.
  private static final long STACK_BYTES = 64 << 20;

  private static final String FULL =
      "RangeError: it calls itself without end, or takes more memory than there is";

  private final Surroundings around;
  private final Duration limit;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private volatile @Nullable String given;
  private volatile @Nullable String broken;

  EmbeddedScript(Surroundings around, Duration limit) {
    this.around = around;
    this.limit = limit;
  }

  Evaluated evaluate(Path file) {
    var worker = new Thread(null, () -> run(file), "script", STACK_BYTES);
    worker.setDaemon(true);
    worker.start();
    try {
      if (!worker.join(limit)) {
        worker.interrupt();
        return new Evaluated.Late();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Evaluated.Impossible("interrupted");
    }
    if (given != null) {
      return new Evaluated.Given(given);
    }
    return broken == null
        ? new Evaluated.Silent(printed.toString(StandardCharsets.UTF_8))
        : new Evaluated.Given(Json.write(java.util.Map.of("failed", broken)));
  }

  /// Whatever the engine throws, up to a stack or a heap that is full, is the file's doing.
  private void run(Path file) {
    var host = new ScriptHost(around, file);
    var functions =
        Builtins.builder("host")
            .addVoidToString("facts", () -> Json.write(host.facts()))
            .addStringToString("read", path -> Json.write(host.read(path)))
            .addStringToString("stat", path -> Json.write(host.stat(path)))
            .addStringToString("list", path -> Json.write(host.list(path)))
            .addStringToVoid("give", json -> given = json)
            .build();
    try (var engine =
        Engine.builder().addBuiltins(functions).withStdout(printed).withStderr(printed).build()) {
      engine.exec(engine.compile(Scripts.text("embedded.js")));
    } catch (StackOverflowError | OutOfMemoryError full) {
      broken = FULL;
    } catch (IOException absent) {
      broken = String.valueOf(absent.getMessage());
    } catch (RuntimeException trapped) {
      // QuickJS is WebAssembly: a full stack or heap of its own ends in a trap.
      broken = FULL + " (" + trapped.getMessage() + ")";
    }
  }
}
