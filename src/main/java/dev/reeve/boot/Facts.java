package dev.reeve.boot;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All that `doctor` has seen, before anybody judges it.
public record Facts(
    Folder home,
    Daemon daemon,
    Start start,
    Saved saved,
    List<Interpreter> interpreters,
    Machine machine,
    Logs logs) {

  /// A home. `owner` and `self` are uids, `mode` is as in `rwx------`; `socketBytes` is how long
  /// the path of its socket is.
  public record Folder(
      Path path, boolean exists, int owner, int self, String mode, int socketBytes) {}

  /// The daemon as it answers. `pid` is 0 when none does, `leftSocket` whether there is a socket
  /// all the same, `foreign` PM2's own daemon of this home, or 0.
  public record Daemon(
      int pid,
      String build,
      String ownBuild,
      long faults,
      boolean leftSocket,
      int foreign,
      Set<String> apps,
      int maxFiles) {}

  /// What brings it up with the machine. `service` is null when nothing is installed, `text` what
  /// its file holds, `failed` whether the init system has given up, `holdsDaemon` whether the
  /// daemon that runs is the service's.
  public record Start(
      @Nullable InitSystem init,
      boolean runsHere,
      String command,
      @Nullable Service service,
      Installed installed) {}

  public record Installed(
      String text,
      boolean enabled,
      boolean failed,
      boolean holdsDaemon,
      boolean lingers,
      boolean userExists,
      boolean launcherRuns) {
    public static final Installed NOT = new Installed("", false, false, false, false, true, true);
  }

  /// The saved list. `trouble` is why it cannot be read, empty when it can; `apps` is null when
  /// there is none.
  public record Saved(Path file, @Nullable Set<String> apps, String mode, String trouble) {}

  /// An app's interpreter, and where it was found; null when it was not.
  public record Interpreter(String app, String name, @Nullable Path found) {}

  /// Times are in ms since 1970. `synchronised` is null when nobody knows; `newestMs` is the time
  /// of the youngest file of the home, `builtMs` that of the program.
  public record Machine(
      int java,
      long nowMs,
      long builtMs,
      long newestMs,
      @Nullable Boolean synchronised,
      long pids,
      long maxPids) {}

  /// Where logs are written. `rotated` whether they are, by us or by the system; `trouble` why the
  /// settings cannot be read.
  public record Logs(
      Path folder,
      long freeBytes,
      long allBytes,
      long freeInodes,
      boolean rotated,
      String trouble) {}
}
