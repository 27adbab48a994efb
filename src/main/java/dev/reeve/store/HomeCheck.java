package dev.reeve.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether a folder can be a home. A daemon runs what the lists in its home say, so it takes no
/// home that another user owns or can write in; and it closes its home to others, so it takes none
/// that others use.
public final class HomeCheck {
  /// Set to 1 it lets a daemon use a home of another user's.
  public static final String ALLOW_FOREIGN = "REEVE_ALLOW_FOREIGN_HOME";

  private static final String MEND = "set REEVE_HOME to a folder of your own";
  private static final int OTHERS_WRITE = 0002;
  private static final int OTHERS_ENTER = 0055;

  /// Names by which a home is known, Reeve's or PM2's.
  private static final Set<String> OF_A_HOME =
      Set.of(
          "dump.pm2",
          "module_conf.json",
          "pm2.log",
          "pm2.pid",
          "pub.sock",
          "reeve.sock",
          "rpc.sock",
          "state",
          "touch");

  /// Names that a home has, and other folders too.
  private static final Set<String> OF_MANY = Set.of("logs", "modules", "pids");

  private HomeCheck() {}

  /// Why it cannot, as a sentence that begins with "the home". One that is not there yet can.
  public static Optional<String> refusal(Path root, Map<String, String> env) {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      return trouble(root, env).map(what -> "the home %s %s".formatted(root, what));
    } catch (IOException unreadable) {
      return Optional.of(
          "the home %s can't be looked at: %s; %s".formatted(root, unreadable, MEND));
    }
  }

  private static Optional<String> trouble(Path root, Map<String, String> env) throws IOException {
    Map<String, Object> facts = Files.readAttributes(root, "unix:uid,mode,isDirectory");
    if (!Boolean.TRUE.equals(facts.get("isDirectory"))) {
      return Optional.of("is not a folder; " + MEND);
    }
    int owner = number(facts, "uid");
    int self = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    if (owner != self && !"1".equals(env.get(ALLOW_FOREIGN))) {
      return Optional.of(foreign(owner, self));
    }
    int mode = number(facts, "mode");
    if ((mode & OTHERS_WRITE) != 0) {
      return Optional.of("is one that every user can write in; " + MEND);
    }
    if ((mode & OTHERS_ENTER) != 0 && isUsedOtherwise(root)) {
      return Optional.of(
          "holds other things and is open to other users, and a home is closed to them; "
              + "set REEVE_HOME to a folder of its own");
    }
    return Optional.empty();
  }

  private static int number(Map<String, Object> facts, String name) {
    return facts.get(name) instanceof Integer number ? number : 0;
  }

  private static String foreign(int owner, int self) {
    var whose = "belongs to another user (uid " + owner + ")";
    return self == 0
        ? whose
            + ", and root would run what that user has saved there; %s, or %s=1 if that is meant"
                .formatted(MEND, ALLOW_FOREIGN)
        : whose + "; " + MEND;
  }

  private static boolean isUsedOtherwise(Path root) throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      var names =
          entries.map(each -> String.valueOf(each.getFileName())).collect(Collectors.toSet());
      return names.stream().noneMatch(OF_A_HOME::contains) && !OF_MANY.containsAll(names);
    }
  }
}
