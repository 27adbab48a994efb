package dev.reeve.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.Connection;
import dev.reeve.client.DaemonStarter;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Home;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Status;
import dev.reeve.model.TreeKill;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A home in a temporary folder, with a daemon that was started as a user's is. Closing it ends the
/// daemon and everything under it, and looks whether anything is left.
public final class RealHome {
  public static final Path LAUNCHER =
      Path.of(System.getProperty("reeve.launcher", "./reeve")).toAbsolutePath().normalize();
  public static final Path TOOLS =
      Path.of(System.getProperty("reeve.tools", ".tools")).toAbsolutePath().normalize();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String ZOMBIE = "Z";

  private final Path folder;
  private final Home home;
  private final Map<String, String> environment = new HashMap<>();

  /// What a command printed, and its exit code.
  public record Said(int code, String out, String err) {}

  public RealHome() {
    this(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
  }

  /// Under a folder, which stays.
  public RealHome(Path parent) {
    try {
      folder = Files.createTempDirectory(parent, "reeve-it").toRealPath();
    } catch (IOException refused) {
      throw new java.io.UncheckedIOException(refused);
    }
    home = new Home(folder.resolve("home"));
  }

  public Path folder() {
    return folder;
  }

  public Home home() {
    return home;
  }

  /// A variable for every command from now on.
  public RealHome with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /// What was set by [#with].
  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /// A file in the folder.
  public Path file(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  public Connection connect() throws NoAnswer {
    return new DaemonStarter(home, LAUNCHER, DaemonStarter.Limits.USUAL).connect(() -> {});
  }

  public Reply ask(Request request) throws NoAnswer {
    try (var connection = connect()) {
      return connection.call(request, LIMIT);
    }
  }

  /// Starts a shell script as an app, and wants it to be online.
  public void startShell(App app) throws Exception {
    var reply = ask(new Request.Start(List.of(app.spec(this)), false));
    assertThat(reply).isInstanceOf(Reply.Done.class);
  }

  /// Runs the command line as a user does.
  public Said run(String... words) throws IOException, InterruptedException {
    return runBy(List.of(), words);
  }

  /// The same by another program, such as `unshare`.
  public Said runBy(List<String> program, String... words)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(program);
    command.add(LAUNCHER.toString());
    command.addAll(List.of(words));
    var out = Files.createTempFile(folder, "out", "");
    var err = Files.createTempFile(folder, "err", "");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("REEVE_HOME", home.root().toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().remove("PM2_HOME");
    builder.environment().putAll(environment);
    var process = builder.start();
    process.getOutputStream().close();
    int code = process.waitFor();
    return new Said(code, Files.readString(out), Files.readString(err));
  }

  public List<InstanceView> list() throws NoAnswer {
    return ask(new Request.Listing()) instanceof Reply.Views(var views) ? views : List.of();
  }

  public InstanceView view(String name) throws NoAnswer {
    return list().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  /// Waits until an app is as it should be; the last look is in the message when it never is.
  public InstanceView until(String name, Predicate<InstanceView> wanted) throws Exception {
    var last =
        new Object() {
          InstanceView view = view(name);
        };
    eventually(
        () -> {
          last.view = view(name);
          return wanted.test(last.view);
        },
        () -> "the last look: " + last.view);
    return last.view;
  }

  public InstanceView until(String name, Status status) throws Exception {
    return until(name, view -> view.status() == status);
  }

  /// Waits, with a deadline, until something is so. A file that is not there yet is "not yet": a
  /// log that is being rotated is between two files for a moment.
  public static void eventually(Callable<Boolean> wanted) throws Exception {
    eventually(wanted, () -> "it never was so");
  }

  private static void eventually(
      Callable<Boolean> wanted, java.util.function.Supplier<String> message) throws Exception {
    long untilNs = System.nanoTime() + LIMIT.toNanos();
    while (!isSo(wanted)) {
      assertThat(System.nanoTime()).as(message.get()).isLessThan(untilNs);
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }

  private static boolean isSo(Callable<Boolean> wanted) throws Exception {
    try {
      return wanted.call();
    } catch (NoSuchFileException notYet) {
      return false;
    }
  }

  public String log(String file) throws IOException {
    var path = home.logs().resolve(file);
    return Files.exists(path) ? new String(Files.readAllBytes(path), UTF_8) : "";
  }

  public String daemonLog() throws IOException {
    return Files.readString(home.daemonLog());
  }

  public static boolean alive(long pid) {
    var letter = letter(pid);
    return !letter.isEmpty() && !letter.equals(ZOMBIE);
  }

  /// How the kernel has a process: `S` for one that sleeps, `T` for one that is held; nothing for
  /// one that is gone (`man 5 proc_pid_stat`).
  public static String letter(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      int at = stat.lastIndexOf(')') + 2;
      return stat.substring(at, at + 1);
    } catch (IOException gone) {
      return "";
    }
  }

  public static boolean isRoot() {
    return System.getProperty("user.name", "").equals("root");
  }

  /// The pid of the daemon.
  public long daemonPid() throws IOException {
    return Long.parseLong(Files.readString(home.pidFile()).strip());
  }

  /// Children of the daemon that are dead and not reaped.
  public List<Long> zombies() throws IOException {
    return ProcessHandle.of(daemonPid())
        .orElseThrow()
        .children()
        .map(ProcessHandle::pid)
        .filter(pid -> letter(pid).equals(ZOMBIE))
        .toList();
  }

  /// User and system time of the daemon, in hundredths of a second.
  public long daemonCpuTicks() throws IOException {
    var stat = Files.readString(Path.of("/proc/" + daemonPid() + "/stat"));
    var fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    return Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
  }

  public int daemonFds() throws IOException {
    try (Stream<Path> fds = Files.list(Path.of("/proc/" + daemonPid() + "/fd"))) {
      return (int) fds.count();
    }
  }

  public void close() throws Exception {
    if (Files.exists(home.pidFile())) {
      end(ProcessHandle.of(daemonPid()));
    }
    eventually(this::deleted);
  }

  /// It may be about to come up, or to leave, and have no ear for us yet or any more.
  private void end(Optional<ProcessHandle> daemon) throws Exception {
    var last = new String[] {""};
    eventually(
        () -> {
          boolean lives = daemon.map(ProcessHandle::isAlive).orElse(false);
          if (lives) {
            try (var connection = Connection.open(home)) {
              connection.call(new Request.Kill(false), LIMIT);
            } catch (NoAnswer none) {
              last[0] = none.sentence();
            }
          }
          return !lives;
        },
        () -> "the daemon does not end: " + last[0]);
  }

  /// Whoever was stopped last may write its last words meanwhile.
  private boolean deleted() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
      return true;
    } catch (DirectoryNotEmptyException | java.io.UncheckedIOException changed) {
      return false;
    }
  }

  /// A shell script as an app, with the few settings that tests turn.
  public record App(
      String name,
      String script,
      int maxUnstable,
      Duration minUptime,
      Duration delay,
      Duration killTimeout,
      long maxMemoryBytes) {

    public static App of(String name, String script) {
      return new App(
          name, script, 16, Duration.ofSeconds(1), Duration.ZERO, Duration.ofMillis(1600), 0);
    }

    public App patience(int runs, Duration uptime) {
      return new App(name, script, runs, uptime, delay, killTimeout, maxMemoryBytes);
    }

    public App delay(Duration other) {
      return new App(name, script, maxUnstable, minUptime, other, killTimeout, maxMemoryBytes);
    }

    public App killTimeout(Duration other) {
      return new App(name, script, maxUnstable, minUptime, delay, other, maxMemoryBytes);
    }

    public App maxMemory(long bytes) {
      return new App(name, script, maxUnstable, minUptime, delay, killTimeout, bytes);
    }

    /// The script is run by `sh`, in the folder of the home.
    public AppSpec spec(RealHome real) {
      var logs = real.home.logs();
      var none = AppSpec.Command.NO_INTERPRETER;
      return new AppSpec(
          name,
          "default",
          new AppSpec.Command(
              "/bin/sh", List.of("-c", script), none, List.of(), real.folder.toString()),
          new AppSpec.Instances(1, AppSpec.ExecMode.FORK, "NODE_APP_INSTANCE", null),
          new AppSpec.Environment(System.getenv(), Map.of()),
          new AppSpec.Logs(
              logs.resolve(name + "-out.log").toString(),
              logs.resolve(name + "-error.log").toString(),
              null,
              false,
              AppSpec.LogType.RAW,
              null),
          new AppSpec.Start(true, false, Duration.ofSeconds(3)),
          new AppSpec.Restart(
              true, maxUnstable, minUptime, delay, Duration.ZERO, List.of(), maxMemoryBytes),
          new AppSpec.Stop(
              dev.reeve.model.Signal.SIGINT,
              killTimeout,
              Duration.ofMillis(100),
              TreeKill.ON,
              false),
          null);
    }
  }
}
