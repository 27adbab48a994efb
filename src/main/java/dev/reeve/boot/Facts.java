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
    Logs logs,
    List<Use> uses) {

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

  /// A path that is run or read, `what` for people. `trusted` are the uids of those who may change
  /// it: root, and the user that it is run or read as. `way` is each place that it leads through,
  /// from the top, links followed.
  public record Use(String what, Set<Integer> trusted, List<Place> way) {}

  /// One file or folder of a way. `members` are the uids of its group's users.
  public record Place(
      Path path,
      Kind kind,
      int owner,
      String ownerName,
      String group,
      Set<Integer> members,
      int mode) {
    private static final int STICKY = 01000;
    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;

    /// `OTHER` is a device or the like: what is written to it stays nowhere.
    public enum Kind {
      FOLDER,
      FILE,
      LINK,
      OTHER,
      ABSENT
    }

    boolean sticky() {
      return (mode & STICKY) != 0;
    }

    boolean groupWrites() {
      return (mode & GROUP_WRITES) != 0;
    }

    boolean othersWrite() {
      return (mode & OTHERS_WRITE) != 0;
    }
  }
}
