package dev.reeve.daemon;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.loop.Loop;
import dev.reeve.model.Home;
import dev.reeve.os.Errno;
import dev.reeve.os.linux.LinuxKernel;
import dev.reeve.store.AtomicFile;
import dev.reeve.store.Folders;
import dev.reeve.store.HomeCheck;
import dev.reeve.store.HomeLock;
import dev.reeve.store.SavedList;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The background process of a home, from its start to its end.
///
/// Whoever starts it reads one line from its standard output: `ready`, or `error: ` and a sentence.
/// After that it belongs to nobody: standard output and error go to its log.
public final class Daemon {
  /// The option by which it stays in its caller's session.
  public static final String FOREGROUND = "--foreground";

  /// The option by which it says whether it could run here, and does nothing else.
  public static final String SELF_TEST = "--selftest";

  private static final String DOOR = "reeve";

  private static final long PID_RETRY_NS = Duration.ofSeconds(10).toNanos();
  private static final long LONGEST_END_SECONDS = 3600;

  private final Options options;
  private final PrintStream out;
  private final CountDownLatch ended = new CountDownLatch(1);

  /// Whether the saved list, if it was asked for, is as far up as it comes.
  private boolean begun;

  /// How it is started. `runtime`: as the first process of a container. `foreground`: stay in the
  /// caller's session, log to standard output.
  public record Options(
      Home home,
      Map<String, String> env,
      String version,
      String build,
      boolean foreground,
      boolean resurrect,
      @Nullable RuntimeWish runtime) {}

  private record Parts(
      LinuxKernel kernel,
      Supervisor supervisor,
      Commands commands,
      Door door,
      HomeSockets sockets,
      Handover handover,
      @Nullable ContainerRuntime runtime) {
    Loop loop() {
      return supervisor.loop();
    }
  }

  public Daemon(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /// Runs until it is told to end; the process's exit code.
  public int run() {
    var refusal = HomeCheck.refusal(options.home.root(), options.env);
    if (refusal.isPresent()) {
      return refuse(refusal.get());
    }
    try {
      Folders.make(options.home);
      long pid = ProcessHandle.current().pid();
      var kernel = new LinuxKernel(FdStore.count(options.env, pid));
      var luggage = Luggage.open(kernel, options.env);
      var lock =
          luggage.lock() >= 0
              ? Optional.of(HomeLock.inherited(options.home))
              : HomeLock.take(options.home);
      if (lock.isEmpty()) {
        return refuse(Home.HELD + options.home.root());
      }
      return runLocked(kernel, lock.get(), luggage);
    } catch (IOException refused) {
      return refuse(
          "the home %s cannot be used: %s; set REEVE_HOME to a folder that you own"
              .formatted(options.home.root(), refused));
    }
  }

  /// Says whether this version fits the machine and can read what a daemon of this home would leave
  /// to it: 0 if so.
  public int testItself() {
    var trouble = SelfTest.run(new LinuxKernel()).or(() -> Handover.unreadable(options.home));
    if (trouble.isPresent()) {
      return refuse(trouble.get());
    }
    out.println(Upgrade.FITS + options.version + " " + options.build);
    return 0;
  }

  private int refuse(String sentence) {
    out.println("error: " + sentence);
    return 1;
  }

  private int runLocked(LinuxKernel kernel, HomeLock lock, Luggage luggage) throws IOException {
    if (!options.foreground) {
      kernel.leaveSession();
    }
    // What we have become has passed it already.
    var mismatch = luggage.isEmpty() ? SelfTest.run(kernel) : Optional.<String>empty();
    if (mismatch.isPresent()) {
      return refuse("Reeve does not fit this machine: " + mismatch.get());
    }
    int handed = luggage.door(DOOR);
    int listener = handed < 0 ? listen(kernel) : handed;
    if (listener < 0 && !HomeSockets.mayPass(listener)) {
      return 1;
    }
    var pm2Side = Pm2Side.open(kernel, options.home, luggage);
    var parts = assemble(kernel, pm2Side, luggage);
    parts.handover.take(parts.supervisor);
    parts.sockets.add(DOOR, options.home.socket(), listener, parts.door::open);
    pm2Side.takeCalls(parts.sockets);
    parts.commands.updatedBy(upgrade(parts, pm2Side, lock)::begin);
    writePid(parts, true);
    new Watchers(options.home, parts.supervisor.log()::say).arrive(options.env);
    sayReady(parts, luggage.isEmpty());
    if (!lock.held()) {
      throw new IllegalStateException("the lock of " + options.home.root() + " was let go");
    }
    endOnSignal(parts);
    reopenOnSignal(parts);
    Notify.begin(parts.supervisor, options.env, () -> phase(parts.commands));
    parts.loop().post(options.resurrect ? () -> resurrect(parts) : () -> begun = true);
    if (luggage.isEmpty() && parts.runtime == null) {
      parts.loop().post(new Modules(parts.supervisor, parts.commands)::begin);
    }
    new MemoryTrim(parts.loop(), parts.kernel).begin();
    return serve(parts, pm2Side);
  }

  /// Nothing depends on it: a disk that is full keeps no app down.
  private void writePid(Parts parts, boolean tell) {
    var file = options.home.pidFile();
    try {
      AtomicFile.writeQuickly(file, String.valueOf(ProcessHandle.current().pid()));
    } catch (IOException refused) {
      if (tell) {
        parts.supervisor.log().say(file + " cannot be written yet: " + refused.getMessage());
      }
      parts.loop().arm(() -> writePid(parts, false), parts.loop().nowNs() + PID_RETRY_NS);
    }
  }

  private int serve(Parts parts, Pm2Side pm2Side) throws IOException {
    var runtime = parts.runtime;
    if (runtime != null) {
      runtime.begin(() -> parts.commands.end(new Answer.Own(_ -> {})));
    }
    try {
      parts.loop().run();
      leave(parts);
      pm2Side.leave();
    } finally {
      ended.countDown();
    }
    return runtime == null ? 0 : runtime.exitCode();
  }

  private Upgrade upgrade(Parts parts, Pm2Side pm2Side, HomeLock lock) {
    Runnable flush =
        () -> {
          parts.commands.keepNow();
          parts.handover.notebook().keepList();
          parts.supervisor.log().flush();
          parts.door.flushAll();
          pm2Side.flushAll();
        };
    var words = options.foreground ? List.of(FOREGROUND) : List.<String>of();
    var ways = new Upgrade.Ways(words, options.env, parts.sockets.listeners(), lock, flush);
    return new Upgrade(parts.supervisor, parts.kernel.exec(), ways);
  }

  /// A disk that is full keeps no app down: the socket comes when there is room.
  private int listen(LinuxKernel kernel) {
    int listener = HomeSockets.listen(kernel, options.home.socket());
    if (listener == -Errno.ENAMETOOLONG) {
      refuse(
          "the path %s is too long for a socket; set REEVE_HOME to a shorter folder"
              .formatted(options.home.socket()));
    } else if (listener < 0 && !HomeSockets.mayPass(listener)) {
      refuse("%s cannot be made: %s".formatted(options.home.socket(), Errno.sentence(-listener)));
    }
    return listener;
  }

  private Parts assemble(LinuxKernel kernel, Pm2Side pm2Side, Luggage luggage) {
    var wish = options.runtime;
    var console = wish == null ? null : new RuntimeConsole(kernel, wish.look());
    var log = new DaemonLog(console == null ? System.out : console.log(), kernel);
    var loop = new Loop(kernel, log::fault);
    loop.whenHeld(log::say);
    loop.afterEachTurn(log::flush);
    var store = FdStore.open(loop, kernel, options.env, kernel.handed());
    var handover = new Handover(options.home, log::say, luggage, store);
    var supervisor =
        new Supervisor(
            new Supervisor.Ground(
                loop,
                kernel,
                options.home,
                log,
                new PidFiles.OnDisk(kernel, log::say),
                handover.notebook()));
    var identity =
        new Commands.Identity(options.version, options.build, (int) ProcessHandle.current().pid());
    var sampler = new Sampler(supervisor, new NodeVersions(loop, kernel)::see);
    var commands = new Commands(supervisor, sampler, new SavedList(options.home), identity);
    var runtime =
        wish == null || console == null ? null : new ContainerRuntime(supervisor, wish, console);
    var requests = pm2Side.open(supervisor, commands, kernel.uid());
    Door.Requests shown =
        runtime == null
            ? requests
            : (request, answer) -> requests.handle(runtime.withoutUsualLogs(request), answer);
    var door = new Door(supervisor, shown, kernel.uid());
    var sockets = new HomeSockets(loop, kernel, log::say);
    return new Parts(kernel, supervisor, commands, door, sockets, handover, runtime);
  }

  /// Nobody waits for the line of one that was there before, as another version.
  private void sayReady(Parts parts, boolean begins) {
    if (begins && parts.runtime == null) {
      out.println("ready");
      out.flush();
    }
    if (!options.foreground) {
      var log = options.home.daemonLog().toString();
      parts.kernel.detach(log);
      parts.supervisor.log().whenGrown(() -> turnOwnLog(parts));
    }
    parts
        .supervisor
        .log()
        .say(
            "Reeve %s (build %s) begins, pid %d, home %s"
                .formatted(
                    options.version,
                    options.build,
                    ProcessHandle.current().pid(),
                    options.home.root()));
  }

  private void turnOwnLog(Parts parts) {
    if (parts.supervisor.logCare().turnOwnLog()) {
      parts.kernel.detach(options.home.daemonLog().toString());
    }
  }

  /// SIGUSR2 says that someone has moved log files, as it does to PM2.
  private static void reopenOnSignal(Parts parts) {
    int fd = parts.kernel.userSignal();
    if (fd < 0) {
      parts.supervisor.log().say("SIGUSR2 is ignored: its descriptor is taken");
      return;
    }
    var count = new byte[Long.BYTES];
    parts
        .loop()
        .watch(
            fd,
            dev.reeve.os.Readiness.READ,
            dev.reeve.loop.Rank.REQUEST,
            (_, _, _) -> {
              parts.kernel.read(fd, count, 0, count.length);
              parts.supervisor.logCare().reopen();
            });
  }

  /// SIGTERM, SIGINT and SIGHUP end it as `kill` does: gracefully, and with its exit code. The
  /// JVM's own would be 128 + the signal, which init systems take for a failure.
  private void endOnSignal(Parts parts) {
    var hook =
        new Thread(
            () -> {
              boolean signalled = ended.getCount() > 0;
              parts.loop().post(() -> endByRequest(parts));
              if (awaitEnd() && signalled) {
                Runtime.getRuntime().halt(0);
              }
            },
            "end");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void endByRequest(Parts parts) {
    if (parts.runtime != null) {
      parts.runtime.endsByRequest();
    }
    parts.commands.end(new Answer.Own(_ -> {}));
  }

  private boolean awaitEnd() {
    try {
      if (ended.await(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
        return true;
      }
      System.err.println("gave up waiting for the end");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private Notify.Phase phase(Commands commands) {
    if (commands.ending()) {
      return Notify.Phase.STOPPING;
    }
    if (!begun) {
      return Notify.Phase.STARTING;
    }
    return commands.reloading() ? Notify.Phase.RELOADING : Notify.Phase.RUNNING;
  }

  /// What was taken over from a daemon that died is younger than the saved list.
  private void resurrect(Parts parts) {
    if (!parts.supervisor.all().isEmpty()) {
      begun = true;
      return;
    }
    parts.commands.handle(
        new Request.Resurrect(),
        new Answer.Own(reply -> {
          parts.supervisor.log().say("saved list: " + sentence(reply));
          begun = true;
        }));
  }

  private static String sentence(Reply reply) {
    return switch (reply) {
      case Reply.Done(var outcomes) -> outcomes.size() + " instances are back";
      case Reply.Refused(var message, var hint) ->
          message + Optional.ofNullable(hint).map(each -> "; " + each).orElse("");
      case Reply.Pong _,
          Reply.Views _,
          Reply.Details _,
          Reply.Text _,
          Reply.Saved _,
          Reply.Following _ ->
          reply.toString();
    };
  }

  private void leave(Parts parts) {
    parts.sockets.end();
    parts.supervisor.logCare().end();
    if (!parts.commands.keepsApps()) {
      parts.handover.end();
    }
    parts.supervisor.log().flush();
    parts.door.flushAll();
    if (parts.runtime != null) {
      parts.runtime.leave();
    }
    var home = options.home;
    for (var file : List.of(home.socket(), home.pidFile(), home.watchedOver())) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException refused) {
        System.err.println(file + " cannot be removed: " + refused.getMessage());
      }
    }
  }
}
