package dev.reeve.daemon;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Home;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.InstanceId;
import org.jspecify.annotations.Nullable;

/// Which files an instance writes: in a cluster and with several instances, unless `merge_logs` is
/// set, `-<id>` stands before `.log`.
final class LogPaths {
  private LogPaths() {}

  static InstanceDetail.LogFiles of(AppSpec spec, InstanceId id, Home home) {
    var logs = spec.logs();
    boolean own = (spec.instances().count() > 1 || spec.isCluster()) && !logs.merge();
    return new InstanceDetail.LogFiles(
        path(logs.outFile(), id, own),
        path(logs.errorFile(), id, own),
        path(logs.combinedFile(), id, own),
        pidFile(spec, id, home));
  }

  private static @Nullable String path(@Nullable String file, InstanceId id, boolean own) {
    if (file == null || !own) {
      return file;
    }
    return file.endsWith(".log")
        ? file.substring(0, file.length() - ".log".length()) + "-" + id + ".log"
        : file + "-" + id;
  }

  private static String pidFile(AppSpec spec, InstanceId id, Home home) {
    var file = spec.pidFile();
    if (file == null) {
      return home.pids().resolve(fileName(spec.name()) + "-" + id + ".pid").toString();
    }
    if (spec.instances().count() == 1) {
      return file;
    }
    return file.endsWith(".pid")
        ? file.substring(0, file.length() - ".pid".length()) + "-" + id + ".pid"
        : file + "-" + id;
  }

  /// A name may hold anything; a file's may not.
  private static String fileName(String name) {
    return name.replace('/', '-');
  }
}
