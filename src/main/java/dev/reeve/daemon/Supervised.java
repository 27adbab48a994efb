package dev.reeve.daemon;

import dev.reeve.lifecycle.Checkup;
import dev.reeve.lifecycle.Instance;
import dev.reeve.lifecycle.Policy;
import dev.reeve.logs.LogFile;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Exit;
import dev.reeve.model.Health;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.InstanceId;
import dev.reeve.model.RenewalView;
import dev.reeve.model.Telemetry;
import dev.reeve.node.Worker;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One instance in the daemon's hands: what the rules know of it, and what the outside has given us
/// for it. Only [Supervisor] changes `core`; only [Runs] changes what belongs to a run.
final class Supervised {
  final InstanceId id;
  final int slot;
  final long createdAtMs;
  Part part = Part.LISTED;
  AppSpec spec;
  Policy policy;

  /// What the saved list holds of it and this version cannot read, if so: it cannot be started.
  Savings.@Nullable Unread unread;

  Instance core = Instance.fresh();

  /// The run whose main process lives, if any.
  @Nullable LiveRun live;

  InstanceDetail.LogFiles files;
  Logs logs;
  long startedAtMs;
  String why = "";
  Map<String, String> environment = Map.of();
  Usage usage = Usage.NONE;
  Telemetry telemetry = Telemetry.NONE;

  /// The Node that its last run was seen to run on, if any.
  @Nullable String nodeVersion;

  /// The version that its last run is of, if that is known.
  @Nullable String version;

  /// The mark of its last run, and its page in the run book, negative for none.
  String mark = "";

  int page = -1;

  /// How well the present run is, where that is asked for.
  @Nullable Checkup checkup;

  /// How far the present start has come, and whether what it waits for may never come.
  Gates.Stage stage = Gates.Stage.OPEN;

  boolean stuck;

  /// Ends the hook that the present start or stop waits for.
  @Nullable Runnable endErrand;

  /// What has come of what it is renewed by, and whether that is looked after.
  RenewalView renewal = RenewalView.NONE;

  boolean tended;

  /// How its last run ended; and how, when it has ended by itself and is not followed by another.
  @Nullable Exit exit;

  @Nullable Exit outcome;

  final HookCounts hookCounts = new HookCounts();

  /// Ends the looking for signs that the present run is ready.
  @Nullable Runnable endReadying;

  /// Runs when the deadline of the state has passed; made once, for it is a key of the loop's heap.
  Runnable timer = () -> {};

  /// What it is to the list. While an instance is reloaded there are two of it.
  enum Part {
    /// The one that people see.
    LISTED,
    /// It has not proven itself yet, and would take the listed one's place.
    STAND_IN,
    /// Another one has taken its place.
    LEAVING
  }

  /// Its open log files; null where a stream is not kept.
  record Logs(@Nullable LogFile out, @Nullable LogFile error, @Nullable LogFile combined) {}

  /// What its tree used when it was last looked at: `cpuTicks` in all since boot, at `atNs`.
  record Usage(double cpuPercent, long rssBytes, long cpuTicks, long atNs) {
    static final Usage NONE = new Usage(0, 0, 0, 0);
  }

  /// One run: its main process, its output, and the mark that its processes carry in their
  /// environment.
  record LiveRun(
      Supervised owner, String mark, Main main, Output output, Channels.@Nullable Link link) {
    int pid() {
      return main.pid;
    }

    int pidfd() {
      return main.pidfd;
    }

    long startTicks() {
      return main.startTicks;
    }
  }

  /// The main process of a run, -1 when it is gone and others are left. `ours`: it is our child,
  /// not one that a dead daemon had started.
  record Main(int pid, int pidfd, long startTicks, boolean ours) {
    static final Main GONE = new Main(-1, -1, 0, false);
  }

  /// Where a run writes.
  record Output(Outputs.Pipe out, Outputs.Pipe error) {}

  Supervised(InstanceId id, int slot, AppSpec spec, long createdAtMs) {
    this.id = id;
    this.slot = slot;
    this.spec = spec;
    this.policy = Policy.of(spec);
    this.createdAtMs = createdAtMs;
    this.files = new InstanceDetail.LogFiles(null, null, null, "");
    this.logs = new Logs(null, null, null);
  }

  boolean isOf(AppSpec other) {
    return spec.name().equals(other.name()) && spec.namespace().equals(other.namespace());
  }

  Health health() {
    return checkup == null ? Health.NONE : checkup.health();
  }

  /// What its run is in a cluster, if it is in one.
  @Nullable Worker worker() {
    return live == null || live.link == null ? null : live.link.worker;
  }

  /// What its run tells of itself; without a run, nothing.
  Telemetry told() {
    return live == null ? Telemetry.NONE : telemetry;
  }

  List<@Nullable LogFile> filesInUse() {
    return java.util.Arrays.asList(logs.out, logs.error, logs.combined);
  }

  @Override
  public String toString() {
    var which =
        switch (part) {
          case LISTED -> "";
          case STAND_IN -> " (new)";
          case LEAVING -> " (old)";
        };
    return spec.name() + "[" + id + "]" + which;
  }
}
