package dev.reeve.daemon;

import dev.reeve.api.Reply;
import dev.reeve.lifecycle.State;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.os.Errno;
import dev.reeve.os.Exec;
import dev.reeve.os.Kernel;
import dev.reeve.store.HomeLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Becoming another version of ourselves under the same pid. First the new version proves, as a
/// child, that it fits this machine and can read what we would leave to it. Then we wait until no
/// app is between two states. Then we become it: no app notices, what they write and who calls them
/// waits in the kernel for some tenths of a second.
///
/// If the new version cannot be started after all, we go on as we are. If it dies at its start, its
/// apps run on, as after a kill.
final class Upgrade {
  /// How its answer begins.
  static final String FITS = "fits ";

  private static final long PROOF_NS = Duration.ofSeconds(60).toNanos();
  private static final long QUIET_NS = Duration.ofSeconds(30).toNanos();

  /// Hooks get so long to end; questions about health are asked again.
  private static final long HOOKS_NS = Duration.ofSeconds(5).toNanos();

  private static final long STEP_NS = Duration.ofMillis(10).toNanos();

  private final Supervisor supervisor;
  private final Kernel kernel;
  private final Exec exec;
  private final Ways ways;
  private boolean underWay;

  /// What this daemon is: the words that it was started with, its environment, its sockets by name,
  /// and how what it has said gets to where it should before it is another.
  record Ways(
      List<String> words,
      Map<String, String> environment,
      Map<String, Integer> doors,
      HomeLock lock,
      Runnable flush) {}

  Upgrade(Supervisor supervisor, Exec exec, Ways ways) {
    this.supervisor = supervisor;
    this.kernel = supervisor.kernel();
    this.exec = exec;
    this.ways = ways;
  }

  /// One attempt; `idle` says whether no command is unanswered.
  private record Attempt(String launcher, BooleanSupplier idle, Answer answer) {}

  /// `launcher` is the program of the new version. Answers with its words about itself, or refuses;
  /// the connection ends when it takes over.
  void begin(String launcher, BooleanSupplier idle, Answer answer) {
    if (underWay) {
      answer.reply(new Reply.Refused("an update is under way", "try again when it is over"));
      return;
    }
    underWay = true;
    prove(new Attempt(launcher, idle, answer));
  }

  private void refuse(Attempt attempt, String message, String hint) {
    underWay = false;
    supervisor.log().say("no update: " + message);
    attempt.answer.reply(new Reply.Refused(message, hint));
  }

  private void prove(Attempt attempt) {
    var command = List.of(attempt.launcher, "daemon", Daemon.SELF_TEST);
    var order = new Errands.Order(command, environment(), "/", PROOF_NS);
    supervisor.attendants().errands().begin(order, report -> judge(attempt, report));
  }

  private Map<String, String> environment() {
    var environment = new HashMap<>(ways.environment);
    environment.remove(Luggage.VARIABLE);
    environment.keySet().removeAll(FdStore.VARIABLES);
    // Sources that are newer than the build are no reason to build in the middle of this.
    environment.put("REEVE_NO_BUILD", "1");
    environment.put("REEVE_HOME", supervisor.home().root().toString());
    return environment;
  }

  private void judge(Attempt attempt, Errands.Report report) {
    var line = report.lines().stream().filter(each -> each.startsWith(FITS)).findFirst();
    if (report.fault() != null || line.isEmpty()) {
      var said = String.join("; ", report.lines());
      refuse(
          attempt,
          "the new version does not pass its own test (%s)%s"
              .formatted(
                  report.fault() == null ? "it does not say so" : report.fault(),
                  said.isEmpty() ? "" : ": " + said),
          "the old one goes on, nothing was stopped; install a version that works");
      return;
    }
    var proven = line.get().substring(FITS.length()).split(" ", -1);
    waitUntilQuiet(attempt, proven, supervisor.loop().nowNs() + QUIET_NS);
  }

  private void waitUntilQuiet(Attempt attempt, String[] proven, long untilNs) {
    var loop = supervisor.loop();
    var busy = busy(attempt);
    boolean hooksEnd = loop.nowNs() < untilNs - QUIET_NS + HOOKS_NS;
    boolean waits = busy != null || (hooksEnd && supervisor.attendants().errands().running() > 0);
    if (!waits) {
      become(attempt, proven);
    } else if (busy != null && loop.nowNs() > untilNs) {
      refuse(attempt, busy + " for 30 s now", "try again when that is over; nothing was stopped");
    } else {
      loop.arm(() -> waitUntilQuiet(attempt, proven, untilNs), loop.nowNs() + STEP_NS);
    }
  }

  private @Nullable String busy(Attempt attempt) {
    if (!attempt.idle.getAsBoolean()) {
      return "another command has been under way";
    }
    for (var instance : supervisor.everyone()) {
      // What waits for another app does so under the next version, too.
      boolean held = instance.core.state() instanceof State.Held;
      if (!held && !instance.core.state().settled()) {
        return instance + " has been " + instance.core.state().status().word();
      }
    }
    return null;
  }

  private void become(Attempt attempt, String[] proven) {
    var log = supervisor.log();
    log.say("becomes " + String.join(" ", proven) + " of " + attempt.launcher);
    attempt.answer.reply(
        new Reply.Text(
            JsonObject.empty()
                .with("version", proven[0])
                .with("build", proven.length > 1 ? proven[1] : "")));
    supervisor.attendants().errands().end();
    ways.flush.run();
    var packing = new Packing(exec, kernel);
    var trouble = travel(attempt.launcher, packing);
    packing.undo();
    underWay = false;
    log.say("no update: " + trouble + "; the old version goes on");
  }

  /// Returns only if it fails, and why.
  private String travel(String launcher, Packing packing) {
    try {
      var content = packing.pack(supervisor);
      var doors = JsonObject.empty();
      ways.doors.forEach((name, fd) -> doors.with(name, packing.take(fd)));
      int lock = packing.takeAsItIs(ways.lock.descriptor());
      content.with("doors", doors).with("lock", lock).with("all", packing.all());
      if (packing.trouble() < 0 || lock < 0) {
        return "no descriptors left: " + Errno.sentence(-packing.trouble());
      }
      int luggage = exec.keep(Json.write(content).getBytes(StandardCharsets.UTF_8));
      if (luggage < 0) {
        return "nothing can be handed over: " + Errno.sentence(-luggage);
      }
      int error = exec(launcher, luggage, packing);
      kernel.close(luggage);
      return launcher + " cannot be run: " + Errno.sentence(-error);
    } catch (IOException unreadable) {
      return String.valueOf(unreadable);
    }
  }

  private int exec(String launcher, int luggage, Packing packing) {
    var words = new ArrayList<String>();
    words.add(launcher);
    words.add("daemon");
    words.addAll(ways.words);
    var environment = environment();
    environment.put(Luggage.VARIABLE, String.valueOf(luggage));
    var travelling = new ArrayList<>(packing.all());
    travelling.add(luggage);
    return exec.become(launcher, words, environment, travelling);
  }
}
