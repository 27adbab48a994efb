package dev.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.lifecycle.State;
import dev.reeve.loop.Loop;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Home;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Signal;
import dev.reeve.model.Status;
import dev.reeve.model.TreeKill;
import dev.reeve.store.SavedList;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real supervisor on a simulated machine, thousands of times, with everything failing that can
/// fail. A failure names its seed: `-Dsimulation.seed=N` runs that one alone.
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 2500);
  private static final int TURNS = 250;
  private static final Duration KILL_TIMEOUT = Duration.ofMillis(1600);

  /// A file that looks like Node's, for apps in cluster mode.
  @TempDir private static Path folder;

  @Test
  void whatever_happens_the_invariants_hold() throws IOException {
    var node = Files.createFile(folder.resolve("node"));
    assertThat(node.toFile().setExecutable(true)).isTrue();
    var one = Long.getLong("simulation.seed");
    if (one != null) {
      new World(one).live();
      return;
    }
    for (long seed = 1; seed <= SEEDS; seed++) {
      try {
        new World(seed).live();
      } catch (AssertionError | RuntimeException broken) {
        throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
      }
    }
  }

  /// One simulated life of a daemon.
  private static final class World {
    private final Random random;
    private final SimKernel kernel;
    private final SimNotebook notebook;
    private Loop loop;
    private Supervisor supervisor;
    private Commands commands;
    private final List<Asked> asked = new ArrayList<>();
    private final List<Throwable> faults = new ArrayList<>();
    private final List<String> story = new ArrayList<>();

    private static final class Asked implements Answer {
      final Request request;
      int replies;

      Asked(Request request) {
        this.request = request;
      }

      @Override
      public void reply(Reply reply) {
        replies++;
      }

      @Override
      public void push(Push push) {}

      @Override
      public void whenGone(Runnable task) {}
    }

    World(long seed) {
      this.random = new Random(seed * 31);
      this.kernel = new SimKernel(seed);
      this.notebook = new SimNotebook(kernel::dead);
      this.loop = new Loop(kernel, faults::add);
      this.supervisor = supervisor();
      this.commands = commands();
    }

    private Supervisor supervisor() {
      var home = new Home(Path.of("/nowhere"));
      var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      var log = new DaemonLog(silent, kernel);
      var ground = new Supervisor.Ground(loop, kernel, home, log, new NoPidFiles(), notebook);
      var made = new Supervisor(ground);
      notebook.of(made::everyone);
      loop.afterEachTurn(notebook::keepList);
      return made;
    }

    private Commands commands() {
      var identity = new Commands.Identity("sim", "sim", SimKernel.OWN_PID);
      var sampler = new Sampler(supervisor, _ -> {});
      return new Commands(supervisor, sampler, new SavedList(supervisor.home()), identity);
    }

    /// The daemon is killed, and another one takes over. Who has asked for something hears nothing.
    private void die() {
      story.add("death");
      kernel.daemonDies();
      var left = notebook.begin();
      var list = notebook.list();
      loop = new Loop(kernel, faults::add);
      supervisor = supervisor();
      commands = commands();
      // Some daemons leave no word of what the clusters listened at.
      var ports = asked.size() % 2 == 0 ? JsonObject.empty() : null;
      asked.clear();
      var legacy = new Adoption.Legacy(left, ports, Luggage.NONE, FdStore.NONE);
      new Adoption(supervisor, legacy).run(list, notebook::replaceOld);
      check();
    }

    void live() {
      boolean mortal = random.nextInt(3) == 0;
      if (mortal) {
        kernel.mayDie(true);
      }
      for (int turn = 0; turn < TURNS; turn++) {
        if (mortal && random.nextInt(50) == 0) {
          die();
        }
        if (random.nextInt(3) == 0) {
          ask(randomRequest());
        }
        if (random.nextInt(8) == 0) {
          kernel.misfortune();
        }
        turn();
      }
      kernel.mayDie(false);
      if (random.nextInt(3) == 0) {
        endsByKill();
      } else {
        settlesWithinTwoKillTimeouts();
        nothingIsLeft();
      }
    }

    /// While commands are under way: what they would still have started must not be left running.
    private void endsByKill() {
      var lastFirst = supervisor.all().stream().map(each -> each.id.toString()).toList().reversed();
      ask(new Request.Stop(List.of("all")));
      loop.turn(4_000_000_000L);
      ask(new Request.Resume(lastFirst));
      ask(new Request.Kill(false));
      long untilNs = kernel.nowNs() + 2 * KILL_TIMEOUT.toNanos() + 1_000_000_000L;
      while (kernel.nowNs() < untilNs) {
        loop.turn(50_000_000L);
        check();
      }
      everyRequestHasOneReply();
      assertThat(kernel.ours()).as("processes after kill, %s", story).isEmpty();
    }

    private void turn() {
      loop.turn(random.nextInt(2000) * 1_000_000L);
      if (kernel.dead()) {
        die();
      }
      check();
    }

    private void ask(Request request) {
      story.add(request.getClass().getSimpleName());
      var answer = new Asked(request);
      asked.add(answer);
      commands.handle(request, answer);
    }

    private Request randomRequest() {
      var targets = List.of(random.nextInt(3) == 0 ? "all" : "app" + random.nextInt(4));
      return switch (random.nextInt(11)) {
        case 0, 1, 2 -> new Request.Start(List.of(spec()), random.nextBoolean());
        case 3 -> new Request.Resume(targets);
        case 4 -> new Request.Stop(targets);
        case 5 -> new Request.Restart(targets, null);
        case 6 -> new Request.Delete(targets);
        case 8 -> new Request.Reload(targets, null, 1 + random.nextInt(3));
        case 9 ->
            random.nextBoolean()
                ? new Request.Rollout(List.of(spec()), 1 + random.nextInt(3))
                : new Request.Scale(
                    "app" + random.nextInt(4), List.of("3", "+1", "-1").get(random.nextInt(3)));
        case 7 -> random.nextBoolean() ? new Request.Listing() : new Request.Reset(targets);
        default -> new Request.SendSignal("SIGUSR1", targets);
      };
    }

    private AppSpec spec() {
      boolean cluster = random.nextInt(3) == 0;
      var interpreter =
          cluster ? folder.resolve("node").toString() : AppSpec.Command.NO_INTERPRETER;
      boolean backoff = random.nextInt(4) == 0;
      return new AppSpec(
          "app" + random.nextInt(4),
          "default",
          new AppSpec.Command("/bin/sh", List.of(), interpreter, List.of(), "/"),
          new AppSpec.Instances(
              random.nextInt(10) == 0 ? 40 : 1 + random.nextInt(3),
              cluster ? AppSpec.ExecMode.CLUSTER : AppSpec.ExecMode.FORK,
              "NODE_APP_INSTANCE",
              null),
          new AppSpec.Environment(Map.of(), Map.of()),
          new AppSpec.Logs(null, null, null, false, AppSpec.LogType.RAW, null),
          new AppSpec.Start(random.nextInt(6) > 0, random.nextInt(5) == 0, Duration.ofMillis(3000)),
          new AppSpec.Restart(
              random.nextInt(6) > 0,
              1 + random.nextInt(5),
              Duration.ofMillis(random.nextInt(2000)),
              Duration.ofMillis(random.nextInt(3) * 400L),
              Duration.ofMillis(backoff ? 100 : 0),
              List.of(2),
              random.nextInt(3) == 0 ? 600L << 20 : 0),
          new AppSpec.Stop(Signal.SIGINT, KILL_TIMEOUT, Duration.ofMillis(100), TreeKill.ON, false),
          null);
    }

    private void check() {
      assertThat(faults).isEmpty();
      assertThat(kernel.violations()).as("%s", story).isEmpty();
      for (var instance : supervisor.everyone()) {
        var all =
            supervisor.everyone().stream().filter(each -> each.id.equals(instance.id)).toList();
        var mains = kernel.mainsOf(instance.id.number());
        assertThat(mains).as("live runs of %s", all).hasSizeLessThanOrEqualTo(all.size());
        assertThat(kernel.runsOf(instance.id.number()))
            .as("runs that anything is left of, %s", all)
            .hasSizeLessThanOrEqualTo(all.size());
        var state = instance.core.state();
        var run = state.run();
        if (run != null) {
          // What was taken over is reaped by its own parent, before we hear of its end.
          boolean ours = instance.live != null && instance.live.main().ours();
          assertThat(kernel.known(run.pid()) || !ours).as("pid of %s", instance).isTrue();
          assertThat(all.size() > 1 || mains.stream().allMatch(pid -> pid == run.pid()))
              .as("main process of %s", instance)
              .isTrue();
        } else if (all.size() == 1) {
          assertThat(mains).as("unknown run of %s, %s", instance, instance.core).isEmpty();
        }
        if (state.status() == Status.STOPPING) {
          assertThat(state.deadlineNs()).isNotEqualTo(State.NEVER);
        }
      }
    }

    private void settlesWithinTwoKillTimeouts() {
      ask(new Request.Stop(List.of("all")));
      long untilNs = kernel.nowNs() + 2 * KILL_TIMEOUT.toNanos() + 1_000_000_000L;
      while (kernel.nowNs() < untilNs) {
        loop.turn(50_000_000L);
        check();
      }
      for (var instance : supervisor.all()) {
        assertThat(instance.core.state().status())
            .as("%s %s after %s", instance, instance.core, story)
            .isIn(Status.STOPPED);
      }
    }

    private void everyRequestHasOneReply() {
      for (var each : asked) {
        assertThat(each.replies).as("replies to %s", each.request).isEqualTo(1);
      }
      assertThat(commands.unanswered()).isZero();
    }

    private void nothingIsLeft() {
      ask(new Request.Delete(List.of("all")));
      for (int i = 0; i < TURNS && commands.unanswered() > 0; i++) {
        loop.turn(0);
      }
      assertThat(supervisor.everyone()).isEmpty();
      everyRequestHasOneReply();
      assertThat(kernel.ours()).as("processes").isEmpty();
      assertThat(supervisor.runs().orphans()).as("orphans").isZero();
      assertThat(kernel.openFds()).as("open descriptors").isZero();
      assertThat(loop.watching()).as("watched descriptors").isZero();
    }
  }
}
