package dev.reeve.cli;

import dev.reeve.model.Home;
import dev.reeve.term.VisibleOutput;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Where a command runs. `program` is the name it was called by (`reeve` or `pm2`), `terminal` what
/// it prints to, `launcher` what starts a daemon, `dashboard` what `monit` hands over to.
public record CliContext(
    Map<String, String> env,
    Home home,
    String program,
    Path cwd,
    Path launcher,
    String version,
    Streams streams,
    Terminal terminal,
    LongSupplier nowMs,
    Dashboard dashboard) {
  private static final int BUFFER_BYTES = 16 << 10;

  /// The three standard streams. What goes through the raw ones is written as it is: our own moves
  /// of the cursor, and what was asked for so.
  public record Streams(
      InputStream in, PrintStream out, PrintStream err, PrintStream rawOut, PrintStream rawErr) {
    public Streams(InputStream in, PrintStream out, PrintStream err) {
      this(in, out, err, out, err);
    }
  }

  /// The terminal's width, 0 when standard output is none; `progress` whether standard error is
  /// one.
  public record Terminal(int columns, boolean colours, boolean progress) {}

  /// This process, as the launcher describes it: `reeve.name`, `reeve.launcher`, `reeve.columns`
  /// and `reeve.tty` for the terminal, `reeve.lc_all` for the LC_ALL that the caller had before the
  /// launcher chose one for the JVM.
  public static CliContext here(String version, Dashboard dashboard) {
    var env = new HashMap<>(System.getenv());
    var locale = System.getProperty("reeve.lc_all");
    if (locale != null) {
      env.put("LC_ALL", locale);
    }
    if (locale != null && locale.isEmpty()) {
      env.remove("LC_ALL");
    }
    var program = System.getProperty("reeve.name", "reeve");
    int columns = Integer.getInteger("reeve.columns", 0);
    boolean dumb = "dumb".equals(env.get("TERM")) || !env.getOrDefault("NO_COLOR", "").isEmpty();
    return new CliContext(
        env,
        Home.of(env, program),
        program,
        Path.of("").toAbsolutePath(),
        Path.of(System.getProperty("reeve.launcher", program)),
        version,
        standard(),
        new Terminal(columns, columns > 0 && !dumb, System.getProperty("reeve.tty") != null),
        System::currentTimeMillis,
        dashboard);
  }

  /// Written when they are flushed, not at each line.
  private static Streams standard() {
    var out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES);
    var err = new BufferedOutputStream(new FileOutputStream(FileDescriptor.err), BUFFER_BYTES);
    return new Streams(
        System.in,
        stream(new VisibleOutput(out)),
        stream(new VisibleOutput(err)),
        stream(out),
        stream(err));
  }

  /// UTF-8, whatever the locale says.
  private static PrintStream stream(OutputStream target) {
    return new PrintStream(target, false, StandardCharsets.UTF_8);
  }
}
