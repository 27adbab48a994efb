package dev.reeve.daemon;

import dev.reeve.logs.Archive;
import dev.reeve.logs.LogFile;
import dev.reeve.logs.LogFiles;
import dev.reeve.logs.OwnLog;
import dev.reeve.loop.Loop;
import dev.reeve.model.AppSpec;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.Rotation;
import dev.reeve.os.Kernel;
import dev.reeve.store.ModuleConf;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The log files of all apps and the daemon's own, and what keeps them in shape: settings, a look
/// once a second, the archive.
final class LogCare {
  private static final long LOOK_NS = Duration.ofSeconds(1).toNanos();

  private final Loop loop;
  private final Kernel kernel;
  private final DaemonLog log;
  private final Archive archive;
  private final LogFiles files;
  private final ModuleSettings settings;
  private final Supplier<Collection<Supervised>> all;
  private final OwnLog own;
  private final Runnable look = this::look;

  LogCare(Supervisor.Ground ground, Supplier<Collection<Supervised>> all) {
    this.loop = ground.loop();
    this.kernel = ground.kernel();
    this.log = ground.log();
    this.all = all;
    this.archive =
        new Archive(
            text -> loop.post(() -> log.say(text)), kernel::lowerPriority, kernel.filesElsewhere());
    var logGround = new LogFiles.Ground(kernel, kernel::filesOf, log::say, archive::add);
    this.files = new LogFiles(logGround);
    this.settings = new ModuleSettings(new ModuleConf(ground.home()), log::say, this::onSettings);
    this.own = new OwnLog(ground.home().daemonLog().toString(), logGround);
    own.rotation(settings.rotation());
  }

  ModuleSettings settings() {
    return settings;
  }

  /// The files of an instance, to be given back with [#release].
  Supervised.Logs open(AppSpec spec, InstanceDetail.LogFiles paths) {
    var care = new LogFiles.Care(settings.rotationOf(spec), Launches.credentials(spec.command()));
    loop.arm(look, loop.nowNs() + LOOK_NS);
    return new Supervised.Logs(
        files.use(paths.out(), care),
        files.use(paths.error(), care),
        files.use(paths.combined(), care));
  }

  void release(List<@Nullable LogFile> used) {
    used.forEach(files::release);
  }

  private void onSettings(Rotation rotation) {
    own.rotation(rotation);
    for (var instance : all.get()) {
      var wanted = settings.rotationOf(instance.spec);
      for (var file : instance.filesInUse()) {
        if (file != null) {
          file.rotation(wanted);
        }
      }
    }
  }

  /// Once a second, as long as there are log files.
  private void look() {
    files.look(kernel.wallMs());
    if (files.size() > 0) {
      loop.arm(look, loop.nowNs() + LOOK_NS);
    }
  }

  /// The daemon's own log has grown: whether it must be opened anew.
  boolean turnOwnLog() {
    return own.turned(kernel.wallMs());
  }

  /// Someone has moved log files: each is opened anew with its next line.
  void reopen() {
    files.reopen();
  }

  void end() {
    archive.end();
  }
}
