package dev.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.fake.Shown;
import dev.reeve.lifecycle.Input;
import dev.reeve.lifecycle.Instance;
import dev.reeve.lifecycle.State;
import dev.reeve.loop.Loop;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Care;
import dev.reeve.model.Dependency;
import dev.reeve.model.Dependency.Condition;
import dev.reeve.model.Exit;
import dev.reeve.model.Health;
import dev.reeve.model.HealthCheck;
import dev.reeve.model.Home;
import dev.reeve.model.Hook;
import dev.reeve.model.ShellLine;
import dev.reeve.model.Signal;
import dev.reeve.model.TreeKill;
import dev.reeve.store.SavedList;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Order, health and hooks on a simulated machine on which processes die as they like: thirty apps
/// that need each other at random. A failure names its seed.
class CareSimulationTest {
  private static final int SEEDS = Integer.getInteger("simulation.care", 60);
  private static final int APPS = 30;
  private static final Duration KILL_TIMEOUT = Duration.ofMillis(1600);

  @Test
  void thirty_apps_start_and_stop_in_order_and_failures_are_told_along_the_chain() {
    int told = 0;
    int started = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      try {
        var world = new World(seed);
        world.starts();
        told += world.failuresAreTold();
        started += world.seen.size();
        world.stops();
        world.leavesNothing();
      } catch (AssertionError | RuntimeException broken) {
        throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
      }
    }
    assertThat(told).as("failures that were passed on").isGreaterThan(SEEDS);
    assertThat(started).as("apps that came up").isGreaterThan(SEEDS * APPS / 4);
  }

  @Test
  void whatever_is_commanded_each_request_is_answered_and_nothing_is_left() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      try {
        var world = new World(seed);
        world.lives();
        world.leavesNothing();
      } catch (AssertionError | RuntimeException broken) {
        throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
      }
    }
  }

  private static final class World {
    private final Random random;
    private final SimKernel kernel;
    private final Loop loop;
    private final Supervisor supervisor;
    private final Commands commands;
    private final List<AppSpec> specs;
    private final Map<String, AppSpec> byName = new HashMap<>();
    private final List<Throwable> faults = new ArrayList<>();
    private boolean ordered;
    private final Set<String> seen = new HashSet<>();
    private final List<Asked> asked = new ArrayList<>();

    World(long seed) {
      random = new Random(seed * 77);
      kernel = new SimKernel(seed);
      loop = new Loop(kernel, faults::add);
      var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      var log = new DaemonLog(silent, kernel);
      var home = new Home(Path.of("/nowhere"));
      var ground = new Supervisor.Ground(loop, kernel, home, log, new NoPidFiles(), Notebook.NONE);
      supervisor = new Supervisor(ground);
      supervisor.watchChanges(this::onStep);
      var identity = new Commands.Identity("sim", "sim", SimKernel.OWN_PID);
      var sampler = new Sampler(supervisor, _ -> {});
      commands = new Commands(supervisor, sampler, new SavedList(home), identity);
      specs = specs();
      specs.forEach(spec -> byName.put(spec.name(), spec));
    }

    /// Each may need those before it; the list that is asked for is in another order.
    private List<AppSpec> specs() {
      var all = new ArrayList<AppSpec>();
      for (int i = 0; i < APPS; i++) {
        boolean job = random.nextInt(6) == 0;
        boolean checked = random.nextInt(3) == 0;
        var needs = new ArrayList<Dependency>();
        for (var other : all) {
          if (random.nextInt(8) == 0) {
            needs.add(new Dependency(other.name(), condition(other)));
          }
        }
        all.add(spec("app" + i, job, new Care(checked ? check() : null, needs, hooks())));
      }
      java.util.Collections.shuffle(all, random);
      return all;
    }

    private Condition condition(AppSpec other) {
      if (!other.restart().auto()) {
        return Condition.COMPLETED;
      }
      return other.care().health() != null && random.nextBoolean()
          ? Condition.HEALTHY
          : random.nextBoolean() ? Condition.STARTED : Condition.READY;
    }

    private HealthCheck check() {
      return new HealthCheck(
          HealthCheck.Kind.EXEC,
          ShellLine.command("true"),
          Duration.ofMillis(200 + random.nextInt(1000)),
          Duration.ofMillis(300),
          1 + random.nextInt(3),
          Duration.ofMillis(random.nextInt(3) * 1000L),
          random.nextBoolean());
    }

    private Map<Hook.When, Hook> hooks() {
      var hooks = new HashMap<Hook.When, Hook>();
      for (var when : Hook.When.values()) {
        if (random.nextInt(16) == 0) {
          var limit = Duration.ofMillis(100 + random.nextInt(300));
          hooks.put(when, new Hook(ShellLine.command("true"), null, limit, 2));
        }
      }
      return hooks;
    }

    private AppSpec spec(String name, boolean job, Care care) {
      var shown = Shown.spec(name);
      return new AppSpec(
          name,
          "default",
          new AppSpec.Command("/bin/sh", List.of(), "none", List.of(), "/"),
          shown.instances(),
          new AppSpec.Environment(Map.of(), Map.of()),
          shown.logs(),
          new AppSpec.Start(true, false, Duration.ofSeconds(3)),
          new AppSpec.Restart(
              job ? AppSpec.When.NEVER : AppSpec.When.ALWAYS,
              1 + random.nextInt(3),
              Duration.ofMillis(500),
              Duration.ZERO,
              Duration.ZERO,
              List.of(),
              0),
          new AppSpec.Stop(Signal.SIGINT, KILL_TIMEOUT, Duration.ofMillis(100), TreeKill.ON, false),
          null,
          care,
          null);
    }

    /// Looks at the whole when a run begins, and when one is asked to leave by a command.
    private void onStep(Supervised instance, Instance before, Input input) {
      boolean passed =
          switch (input) {
            case Input.Held(var why) -> why.contains("pre_start");
            case Input.SpawnFailed(_, boolean passing) -> passing;
            default -> input instanceof Input.Spawned;
          };
      if (passed && seen.add(instance.spec.name())) {
        instance.spec.care().dependsOn().forEach(need -> isMet(instance, need));
      }
      boolean stopped =
          ordered
              && input instanceof Input.Stop
              && before.state().run() != null
              && before.state().serves();
      if (stopped) {
        for (var other : supervisor.all()) {
          boolean needs =
              other.spec.care().dependsOn().stream()
                  .anyMatch(need -> need.app().equals(instance.spec.name()));
          if (needs) {
            assertThat(other.core.state().run()).as(other + " needs " + instance).isNull();
          }
        }
      }
    }

    private void isMet(Supervised instance, Dependency need) {
      var other = of(need.app());
      var state = other.core.state();
      var what = instance + " starts after " + need + ", which is " + other.core;
      switch (need.condition()) {
        case STARTED -> assertThat(state.serves()).as(what).isTrue();
        case READY -> assertThat(state).as(what).isInstanceOf(State.Online.class);
        case HEALTHY -> assertThat(other.health()).as(what).isEqualTo(Health.HEALTHY);
        case COMPLETED -> {
          assertThat(state).as(what).isInstanceOf(State.Stopped.class);
          assertThat(other.exit).as(what).isEqualTo(new Exit.Code(0));
        }
      }
    }

    private Supervised of(String app) {
      return supervisor.all().stream()
          .filter(each -> each.spec.name().equals(app))
          .findFirst()
          .orElseThrow();
    }

    private Asked ask(Request request) {
      var answer = new Asked(request);
      asked.add(answer);
      commands.handle(request, answer);
      return answer;
    }

    private void turn() {
      loop.turn(500_000_000L);
      assertThat(faults).isEmpty();
      assertThat(kernel.violations()).isEmpty();
    }

    private void until(Asked answer) {
      long limitNs = kernel.nowNs() + Duration.ofMinutes(30).toNanos();
      for (int turns = 1; answer.reply == null && kernel.nowNs() < limitNs; turns++) {
        turn();
        if (turns % 100 == 0) {
          // Some jobs would not end by themselves.
          kernel.misfortune();
        }
      }
      var states =
          supervisor.all().stream()
              .filter(each -> !each.core.state().settled())
              .map(each -> each + " " + each.core + " stuck " + each.stuck)
              .collect(Collectors.joining("\n"));
      assertThat(answer.reply).as("reply to %s, %s", answer.kind(), states).isNotNull();
    }

    void starts() {
      until(ask(new Request.Start(specs, true)));
    }

    /// What needs one that was given up was given up as well, with a sentence that ends with what
    /// to do, unless it had come up before.
    int failuresAreTold() {
      int told = 0;
      for (var instance : supervisor.all()) {
        if (instance.core.state() instanceof State.Errored(var reason)
            && reason.startsWith("needs ")) {
          told++;
          assertThat(reason).contains("start it, then what needs it");
          var first = reason.substring("needs ".length(), reason.indexOf(','));
          assertThat(instance.spec.care().dependsOn()).extracting(Dependency::app).contains(first);
        }
        for (var need : instance.spec.care().dependsOn()) {
          boolean givenUp = of(need.app()).core.state() instanceof State.Errored;
          if (givenUp && !seen.contains(instance.spec.name())) {
            assertThat(instance.core.state()).isInstanceOf(State.Errored.class);
          }
        }
      }
      return told;
    }

    void stops() {
      ordered = true;
      until(ask(new Request.Stop(List.of("all"))));
      for (var instance : supervisor.all()) {
        assertThat(instance.core.state()).as(instance.toString()).isInstanceOf(State.Stopped.class);
      }
    }

    void lives() {
      ask(new Request.Start(specs, true));
      for (int i = 0; i < 150; i++) {
        var targets = List.of(random.nextInt(4) == 0 ? "all" : "app" + random.nextInt(APPS));
        switch (random.nextInt(12)) {
          case 0 -> ask(new Request.Stop(targets));
          case 1 -> ask(new Request.Restart(targets, null));
          case 2 -> ask(new Request.Resume(targets));
          case 3 -> ask(new Request.Reload(targets, null, 2));
          case 4 -> ask(new Request.Start(List.of(specs.get(random.nextInt(APPS))), true));
          case 5 -> ask(new Request.Delete(List.of("app" + random.nextInt(APPS))));
          default -> kernel.misfortune();
        }
        seen.addAll(byName.keySet());
        loop.turn(random.nextInt(1000) * 1_000_000L);
        assertThat(faults).isEmpty();
        assertThat(kernel.violations()).isEmpty();
      }
    }

    void leavesNothing() {
      until(ask(new Request.Delete(List.of("all"))));
      long limitNs = kernel.nowNs() + Duration.ofSeconds(10).toNanos();
      boolean busy = true;
      while (busy && kernel.nowNs() < limitNs) {
        turn();
        busy = supervisor.attendants().underWay() > 0 || commands.unanswered() > 0;
      }
      while (supervisor.runs().orphans() > 0 && kernel.nowNs() < limitNs) {
        turn();
      }
      for (var each : asked) {
        assertThat(each.replies).as("replies to %s", each.kind()).isEqualTo(1);
      }
      assertThat(supervisor.everyone()).isEmpty();
      assertThat(supervisor.attendants().underWay()).as("under way").isZero();
      assertThat(kernel.openFds()).as("open descriptors").isZero();
      assertThat(loop.watching()).as("watched descriptors").isZero();
      assertThat(supervisor.attendants().gates().waiting()).isEmpty();
    }
  }

  private static final class Asked implements Answer {
    final Request request;
    @org.jspecify.annotations.Nullable Reply reply;
    int replies;

    Asked(Request request) {
      this.request = request;
    }

    String kind() {
      return request.getClass().getSimpleName();
    }

    @Override
    public void reply(Reply given) {
      reply = given;
      replies++;
    }

    @Override
    public void push(Push push) {}

    @Override
    public void whenGone(Runnable task) {}
  }
}
