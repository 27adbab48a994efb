package dev.reeve.real;

import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A client of its own process that asks a port as fast as it can until it is told to stop.
final class HttpLoad {
  static final int AT_ONCE = 16;

  private final Process process;
  private final Path stop;
  private final Path result;
  private final Path progress;

  /// What came of it: `failed` names each request that got no answer.
  record Result(long answered, List<String> failed, JsonObject spread) {}

  private HttpLoad(Process process, Path stop, Path result, Path progress) {
    this.process = process;
    this.stop = stop;
    this.result = result;
    this.progress = progress;
  }

  static HttpLoad begin(Path folder, int port, boolean keepAlive) throws IOException {
    var stop = folder.resolve("stop-" + port + keepAlive + System.nanoTime());
    var result = Files.createTempFile(folder, "load", "");
    var progress = Files.createTempFile(folder, "progress", "");
    var process =
        new ProcessBuilder(
                "node",
                Path.of("src/test/resources/cluster/load.js").toAbsolutePath().toString(),
                String.valueOf(port),
                String.valueOf(keepAlive),
                String.valueOf(AT_ONCE),
                stop.toString(),
                progress.toString())
            .redirectOutput(result.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    return new HttpLoad(process, stop, result, progress);
  }

  /// How many answers came so far, as it was last told.
  long answered() throws IOException {
    var text = Files.readString(progress).strip();
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  /// Waits until requests that were made from now on are answered: what is done next is done under
  /// load, and what was done before has not ended it.
  HttpLoad goesOn() throws Exception {
    long told = answered();
    RealHome.eventually(() -> answered() > told);
    long before = answered();
    RealHome.eventually(() -> answered() > before + AT_ONCE);
    return this;
  }

  Result end() throws Exception {
    Files.createFile(stop);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the load does not end: " + Files.readString(result));
    }
    var json = Json.parseObject(Files.readString(result));
    return new Result(json.number("answered", -1), json.texts("failed"), json.object("spread"));
  }
}
