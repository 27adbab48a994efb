package dev.reeve.cli;

import dev.reeve.model.Home;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongSupplier;

/// Where a command runs. `program` is the name it was called by (`reeve` or `pm2`), `terminal` what
/// it prints to, `launcher` what starts a daemon.
public record CliContext(
    Map<String, String> env,
    Home home,
    String program,
    Path cwd,
    Path launcher,
    String version,
    Streams streams,
    Terminal terminal,
    LongSupplier nowMs) {

  /// The three standard streams.
  public record Streams(InputStream in, PrintStream out, PrintStream err) {}

  /// The terminal's width, 0 when standard output is none; `progress` whether standard error is
  /// one.
  public record Terminal(int columns, boolean colours, boolean progress) {}
}
