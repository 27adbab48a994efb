package dev.reeve.daemon;

import dev.reeve.lifecycle.Checkup;
import dev.reeve.lifecycle.Input;
import dev.reeve.lifecycle.Run;
import dev.reeve.loop.Deadlines;
import dev.reeve.loop.Loop;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Health;
import dev.reeve.model.HealthCheck;
import dev.reeve.os.Kernel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks the runs of apps with a health check whether they are well. So many are asked at once, and
/// the others wait their turn; runs that began together are not asked together.
final class Checkups {
  private static final int SOCKETS_AT_ONCE = 128;
  private static final int COMMANDS_AT_ONCE = 8;
  private static final long WIDEST_SPREAD_NS = Duration.ofSeconds(1).toNanos();

  /// Numbers that follow each other come to lie far apart.
  private static final long SCATTER = 2_654_435_761L;

  private static final int LONGEST_SAYING = 200;

  private final Loop loop;
  private final Kernel kernel;
  private final Parts parts;
  private final Map<Supervised, Examination> all = new HashMap<>();
  private final Queue sockets = new Queue(SOCKETS_AT_ONCE);
  private final Queue commands = new Queue(COMMANDS_AT_ONCE);

  /// `inputs` is the supervisor's door, `whenUnhealthy` hears of each run that becomes so, and why.
  record Parts(
      Errands errands,
      Launches launches,
      DaemonLog log,
      BiConsumer<Supervised, Input> inputs,
      BiConsumer<Supervised, String> whenUnhealthy) {}

  /// The questions to one run, from its start to its end.
  private static final class Examination {
    final Supervised instance;
    final HealthCheck check;
    final Run run;
    Runnable timer = () -> {};
    @Nullable Runnable cancel;
    long askedNs;

    Examination(Supervised instance, HealthCheck check, Run run) {
      this.instance = instance;
      this.check = check;
      this.run = run;
    }
  }

  /// Those whose time has come, and how many may be asked at a time.
  private static final class Queue {
    final int limit;
    final ArrayDeque<Examination> waiting = new ArrayDeque<>();
    int underWay;

    Queue(int limit) {
      this.limit = limit;
    }
  }

  Checkups(Loop loop, Kernel kernel, Parts parts) {
    this.loop = loop;
    this.kernel = kernel;
    this.parts = parts;
  }

  /// Follows the runs of an instance. One that another daemon had started has no start period.
  void onStep(Supervised instance, Input input) {
    var state = instance.core.state();
    var run = state.serves() ? state.run() : null;
    var present = all.get(instance);
    if (present != null && !present.run.equals(run)) {
      end(present);
    }
    var check = instance.spec.care().health();
    if (run != null && check != null && !all.containsKey(instance)) {
      begin(new Examination(instance, check, run), input instanceof Input.Adopted);
    }
  }

  private void begin(Examination examination, boolean adopted) {
    var instance = examination.instance;
    long nowNs = loop.nowNs();
    instance.checkup = adopted ? Checkup.resume(nowNs) : Checkup.begin(examination.check, nowNs);
    all.put(instance, examination);
    examination.timer = () -> enqueue(examination);
    long pauseNs = instance.checkup.pauseNs(examination.check, nowNs);
    long spreadNs = Math.max(1, Math.min(pauseNs, WIDEST_SPREAD_NS));
    long offsetNs = Math.floorMod((instance.id.number() + 1) * SCATTER, spreadNs);
    loop.arm(examination.timer, nowNs + offsetNs);
  }

  private void end(Examination examination) {
    all.remove(examination.instance);
    examination.instance.checkup = null;
    loop.arm(examination.timer, Deadlines.NEVER);
    var queue = queueOf(examination);
    queue.waiting.remove(examination);
    var cancel = examination.cancel;
    examination.cancel = null;
    if (cancel != null) {
      cancel.run();
      queue.underWay--;
      loop.post(() -> pump(queue));
    }
  }

  private Queue queueOf(Examination examination) {
    return switch (examination.check.kind()) {
      case HTTP, TCP -> sockets;
      case EXEC -> commands;
    };
  }

  private void enqueue(Examination examination) {
    var queue = queueOf(examination);
    queue.waiting.add(examination);
    pump(queue);
  }

  private void pump(Queue queue) {
    while (queue.underWay < queue.limit && !queue.waiting.isEmpty()) {
      queue.underWay++;
      ask(queue.waiting.remove());
    }
  }

  private void ask(Examination examination) {
    examination.askedNs = loop.nowNs();
    // Some answers are there at once, and all of them are told later.
    Consumer<NetProbe.Answer> whenDone =
        answer ->
            loop.post(() -> {
              if (examination.cancel != null) {
                onAnswer(examination, answer);
              }
            });
    examination.cancel = () -> {};
    if (examination.check.kind() == HealthCheck.Kind.EXEC) {
      examination.cancel = run(examination, whenDone);
      return;
    }
    try {
      var question = Questions.of(examination.check, examination.instance.environment);
      var probe = new NetProbe(loop, kernel, question, whenDone);
      examination.cancel = probe::cancel;
      probe.begin();
    } catch (IllegalArgumentException noAddress) {
      whenDone.accept(new NetProbe.Answer(false, String.valueOf(noAddress.getMessage())));
    }
  }

  private Runnable run(Examination examination, Consumer<NetProbe.Answer> whenDone) {
    var instance = examination.instance;
    var order =
        new Errands.Order(
            examination.check.words(),
            parts.launches.surroundings(instance),
            instance.spec.command().cwd(),
            examination.check.timeout().toNanos(),
            Launches.credentials(instance.spec.command()));
    return parts.errands.begin(
        order,
        report -> {
          var said = report.lines().isEmpty() ? "" : report.lines().getLast();
          var fault = report.fault();
          whenDone.accept(
              fault == null
                  ? new NetProbe.Answer(true, said.isEmpty() ? "exit code 0" : said)
                  : new NetProbe.Answer(false, said.isEmpty() ? fault : fault + ", " + said));
        });
  }

  private void onAnswer(Examination examination, NetProbe.Answer answer) {
    var queue = queueOf(examination);
    queue.underWay--;
    examination.cancel = null;
    var instance = examination.instance;
    var before = instance.checkup;
    if (before != null) {
      var said = answer.said().substring(0, Math.min(LONGEST_SAYING, answer.said().length()));
      var after =
          answer.well()
              ? before.well(said, loop.nowNs())
              : before.unwell(said, examination.check.retries(), examination.askedNs);
      instance.checkup = after;
      act(examination, before.health(), after);
    }
    if (all.get(instance) == examination && instance.checkup != null) {
      long pauseNs = instance.checkup.pauseNs(examination.check, loop.nowNs());
      loop.arm(examination.timer, loop.nowNs() + pauseNs);
    }
    pump(queue);
  }

  private void act(Examination examination, Health before, Checkup after) {
    var instance = examination.instance;
    if (before != after.health()) {
      parts.log.say(instance + " is " + after.health().word() + " (" + after.sentence() + ")");
    }
    if (after.health() == Health.HEALTHY
        && (before != Health.HEALTHY || instance.core.tally().unstable() > 0)) {
      parts.inputs.accept(instance, new Input.Healthy());
    }
    if (after.health() == Health.UNHEALTHY && before != Health.UNHEALTHY) {
      parts.whenUnhealthy.accept(instance, after.sentence());
      if (examination.check.restarts() && isRestarted(instance)) {
        parts.inputs.accept(instance, new Input.Unhealthy(after.sentence(), after.ever()));
      }
    }
  }

  private static boolean isRestarted(Supervised instance) {
    return instance.policy.patience().when() != AppSpec.When.NEVER;
  }

  /// How many questions are under way.
  int underWay() {
    return sockets.underWay + commands.underWay;
  }
}
