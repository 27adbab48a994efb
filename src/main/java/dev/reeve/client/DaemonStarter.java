package dev.reeve.client;

import dev.reeve.model.Home;
import dev.reeve.model.PlainFile;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Connects to the daemon of a home, and starts it first when there is none. Of many clients on a
/// cold home one holds the start lock and starts it; the others wait and then connect.
public record DaemonStarter(Home home, Path launcher, Limits limits) {
  private static final long POLL_MS = 10;
  private static final Duration BETWEEN_SPAWNS = Duration.ofMillis(500);
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /// How long to wait: for another client that is starting it, for the daemon's `ready`, which
  /// comes when it has taken over what a dead one has left, thousands of apps perhaps; one that
  /// ends without it is noticed at once. And for an init system that starts it again.
  public record Limits(Duration lock, Duration ready, Duration revival) {
    public static final Limits USUAL =
        new Limits(Duration.ofMinutes(4), Duration.ofMinutes(3), Duration.ofSeconds(15));
  }

  /// A connection, whatever it takes; `starting` runs before a daemon is started.
  public Connection connect(Runnable starting) throws NoAnswer {
    try {
      return Connection.open(home);
    } catch (NoAnswer absent) {
      if (absent.why() != NoAnswer.Why.ABSENT) {
        throw absent;
      }
    }
    new HomeFolder(home).create();
    try (var file = lockFile()) {
      locked(file);
      return connectOrSpawn(starting);
    } catch (IOException failed) {
      throw notStarted("the lock " + home.startLock() + " can't be taken: " + failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw notStarted("interrupted");
    }
  }

  private FileChannel lockFile() throws IOException {
    PlainFile.check(home.startLock());
    PlainFile.check(home.daemonLog());
    PlainFile.check(home.pidFile());
    return FileChannel.open(home.startLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /// Closing the channel gives the lock back.
  private FileLock locked(FileChannel file) throws IOException, InterruptedException, NoAnswer {
    long endNs = System.nanoTime() + limits.lock().toNanos();
    while (System.nanoTime() < endNs) {
      var lock = tried(file);
      if (lock != null) {
        return lock;
      }
      Thread.sleep(POLL_MS);
    }
    throw notStarted(
        "another command has been starting it for " + limits.lock().toSeconds() + " s");
  }

  private static @Nullable FileLock tried(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException heldInThisProcess) {
      return null;
    }
  }

  private Connection connectOrSpawn(Runnable starting)
      throws IOException, InterruptedException, NoAnswer {
    try {
      return Connection.open(home);
    } catch (NoAnswer absent) {
      if (absent.why() != NoAnswer.Why.ABSENT) {
        throw absent;
      }
    }
    if (isWatchedOver()) {
      var connection = awaited(limits.revival());
      if (connection != null) {
        return connection;
      }
    }
    starting.run();
    return spawned();
  }

  /// One that holds the home without listening is about to listen, or to end: either is waited for.
  private Connection spawned() throws IOException, InterruptedException, NoAnswer {
    long endNs = System.nanoTime() + limits.ready().toNanos();
    var refusal = spawn();
    while (refusal != null) {
      if (!refusal.startsWith(Home.HELD) || System.nanoTime() > endNs) {
        throw notStarted(refusal);
      }
      var connection = awaited(BETWEEN_SPAWNS);
      if (connection != null) {
        return connection;
      }
      refusal = spawn();
    }
    return Connection.open(home);
  }

  /// Whether the last daemon did not end in order, and an init system will start it again.
  private boolean isWatchedOver() {
    try {
      return PlainFile.text(home.watchedOver()).equals(Files.readString(BOOT_ID));
    } catch (IOException no) {
      return false;
    }
  }

  /// A connection to the daemon that another one starts, if that happens in time.
  private @Nullable Connection awaited(Duration patience) throws InterruptedException {
    long endNs = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < endNs) {
      try {
        return Connection.open(home);
      } catch (NoAnswer notYet) {
        Thread.sleep(POLL_MS);
      }
    }
    return null;
  }

  /// Returns when the daemon has said that it is ready, or with the reason why it will not be.
  private @Nullable String spawn() throws IOException, InterruptedException, NoAnswer {
    createLog();
    var log = DaemonLog.now(home);
    // Detached, because a JVM that has a child when it exits takes 300 ms longer.
    var builder = new ProcessBuilder(launcher.toString(), "daemon", "--detach");
    builder.environment().put("REEVE_HOME", home.root().toString());
    builder.directory(home.root().toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(home.daemonLog().toFile()));
    Process process;
    try {
      process = builder.start();
    } catch (IOException failed) {
      throw notStarted(String.valueOf(failed.getMessage()));
    }
    var said = firstLine(process);
    return said.equals("ready") ? null : reason(process, said) + log.tail();
  }

  private void createLog() throws IOException {
    if (!Files.exists(home.daemonLog())) {
      var only = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Files.createFile(home.daemonLog(), only);
    }
  }

  private String firstLine(Process process) throws IOException, InterruptedException {
    var line = new String[] {""};
    var reader = new Thread(() -> line[0] = read(process.inputReader(StandardCharsets.UTF_8)));
    reader.setDaemon(true);
    reader.start();
    reader.join(limits.ready());
    if (reader.isAlive()) {
      process.destroyForcibly();
      return "late";
    }
    return line[0];
  }

  private static String read(BufferedReader output) {
    try (output) {
      var line = output.readLine();
      return line == null ? "" : line.strip();
    } catch (IOException closed) {
      return "error: its output can't be read: " + closed.getMessage();
    }
  }

  private String reason(Process process, String said) throws InterruptedException {
    if (said.startsWith("error: ")) {
      return said.substring("error: ".length());
    }
    if (said.equals("late")) {
      return "it was not ready within " + limits.ready().toSeconds() + " s; " + home.daemonLog();
    }
    boolean ended = process.waitFor(1, TimeUnit.SECONDS);
    return how(ended, ended ? process.exitValue() : 0)
        + (said.isEmpty() ? "" : ", saying: " + said)
        + "; see "
        + home.daemonLog();
  }

  /// The launcher's code; of a daemon that it has left behind only the log knows more.
  private static String how(boolean ended, int code) {
    if (!ended) {
      return "it is not what we expect";
    }
    return code == 0 ? "it ended" : "it ended with exit code " + code;
  }

  private static NoAnswer notStarted(String reason) {
    return new NoAnswer(NoAnswer.Why.NOT_STARTED, "the daemon could not be started: " + reason);
  }
}
