package dev.reeve.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything about one instance. `files` are its log files in effect (several instances have a
/// number in the name), null where a stream is not kept; `environment` is what its last run was
/// given; `tree` the pids of its run's whole tree; `droppedLines` and `droppedBytes` are what its
/// log files did not take; `nodeVersion` is that of the Node it runs on, null when it is none or
/// not known yet.
public record InstanceDetail(
    InstanceView view,
    AppSpec spec,
    LogFiles files,
    Map<String, String> environment,
    @Nullable Exit lastExit,
    List<Integer> tree,
    long droppedLines,
    long droppedBytes,
    Telemetry telemetry,
    @Nullable String nodeVersion,
    CareView care) {

  /// One that asks for nothing beyond a process that runs.
  public InstanceDetail(
      InstanceView view,
      AppSpec spec,
      LogFiles files,
      Map<String, String> environment,
      @Nullable Exit lastExit,
      List<Integer> tree,
      long droppedLines,
      long droppedBytes,
      Telemetry telemetry,
      @Nullable String nodeVersion) {
    this(
        view,
        spec,
        files,
        environment,
        lastExit,
        tree,
        droppedLines,
        droppedBytes,
        telemetry,
        nodeVersion,
        CareView.NONE);
  }

  /// The log files of one instance, and where its pid is written.
  public record LogFiles(
      @Nullable String out, @Nullable String error, @Nullable String combined, String pidFile) {}
}
