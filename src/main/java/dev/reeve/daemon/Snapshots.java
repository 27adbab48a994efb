package dev.reeve.daemon;

import dev.reeve.lifecycle.State;
import dev.reeve.logs.LogFile;
import dev.reeve.model.AppSpec;
import dev.reeve.model.CareView;
import dev.reeve.model.Health;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.InstanceView;
import dev.reeve.model.RunAs;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What others may see of an instance: taken in one go, never changed afterwards.
final class Snapshots {
  private static final String USER = System.getProperty("user.name", "");

  private Snapshots() {}

  static InstanceView view(Supervised instance) {
    var state = instance.core.state();
    var run = state.run();
    return new InstanceView(
        instance.id,
        instance.spec.name(),
        instance.spec.namespace(),
        instance.slot,
        instance.spec.instances().mode(),
        state.status(),
        note(instance),
        run == null ? 0 : run.pid(),
        instance.startedAtMs,
        instance.createdAtMs,
        instance.core.tally().restarts(),
        instance.core.tally().unstable(),
        run == null ? 0 : instance.usage.cpuPercent(),
        run == null ? 0 : instance.usage.rssBytes(),
        user(instance.spec.command().as()),
        instance.version,
        instance.health(),
        instance.spec.care().renewal().watch().on(),
        instance.spec.isModule());
  }

  private static String user(@Nullable RunAs as) {
    return as == null || as.user() == null ? USER : as.user();
  }

  /// What the status cannot say.
  private static @Nullable String note(Supervised instance) {
    return switch (instance.core.state()) {
      case State.Errored(var reason) -> reason;
      case State.Overdue _ -> "not ready in time";
      case State.Starting _ -> "not ready yet";
      case State.Held(var why) -> why;
      case State.Waiting _,
          State.Draining _,
          State.Parting _,
          State.Stopping _,
          State.Killing _,
          State.Clearing _ ->
          instance.why;
      case State.Online _ -> {
        var unwritable = unwritable(instance);
        yield unwritable == null ? unwell(instance) : unwritable;
      }
      case State.Stopped _, State.Spawning _ -> null;
    };
  }

  private static @Nullable String unwell(Supervised instance) {
    var checkup = instance.checkup;
    return checkup != null && checkup.health() == Health.UNHEALTHY
        ? "unhealthy: " + checkup.sentence()
        : null;
  }

  private static @Nullable String unwritable(Supervised instance) {
    for (var file : instance.filesInUse()) {
      var refusal = file == null ? null : file.refusal();
      if (file != null && refusal != null) {
        boolean waits =
            instance.spec.logs().overflow() == AppSpec.Overflow.BLOCK && file.mayBeWaitedFor();
        return "its log %s cannot be written: %s; %s"
            .formatted(
                Path.of(file.path()).getFileName(),
                refusal,
                waits ? "it waits" : "lines are dropped");
      }
    }
    return null;
  }

  static InstanceDetail detail(Supervised instance, List<Trees.Member> tree) {
    return new InstanceDetail(
        view(instance),
        instance.spec,
        instance.files,
        instance.environment,
        instance.exit,
        tree.stream().map(Trees.Member::pid).sorted().toList(),
        sum(instance, LogFile::droppedLines),
        sum(instance, LogFile::droppedBytes),
        instance.told(),
        instance.nodeVersion,
        care(instance));
  }

  private static CareView care(Supervised instance) {
    var checkup = instance.checkup;
    return new CareView(
        checkup == null ? 0 : checkup.failures(),
        checkup == null ? "" : checkup.said(),
        instance.hookCounts.sentences(),
        instance.renewal);
  }

  private static long sum(Supervised instance, ToLongFunction<LogFile> count) {
    return instance.filesInUse().stream()
        .filter(Objects::nonNull)
        .distinct()
        .mapToLong(count)
        .sum();
  }
}
