package dev.reeve.os.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/// Looks along a path for the first folder in which somebody else may change what a name leads to.
/// Up to there, nobody can between our look and our use.
final class LinuxWays {
  private static final int MOST_LINKS = 40;
  private static final String PROCESSES = "/proc/";

  private final Statx facts;

  /// Where a path leads. `ours`: only root can change it, and `place` is the place without a link.
  /// Else `place` is the folder of others that it leads to, and `rest` are the names from there on.
  record Way(boolean ours, String place, List<String> rest) {}

  LinuxWays(Statx facts) {
    this.facts = facts;
  }

  /// `last`: whether a link at the end is followed, too.
  Way of(String path, boolean last) {
    var rest = new ArrayDeque<>(names(Path.of(path).toAbsolutePath().toString()));
    int root = facts.look("/", Statx.FOLLOW) < 0 ? 0 : facts.uid();
    var place = "";
    int links = 0;
    while (!rest.isEmpty()) {
      var folder = place.isEmpty() ? "/" : place;
      if (rest.peek().equals("..")) {
        rest.pop();
        place = place.substring(0, Math.max(0, place.lastIndexOf('/')));
        continue;
      }
      boolean closed = isClosed(folder, root);
      boolean sticky = !closed && isSticky(folder, root);
      var next = place + "/" + rest.peek();
      boolean there = facts.look(next, Statx.NOFOLLOW) >= 0;
      if (!closed && !(sticky && there && isKept(root))) {
        return new Way(false, folder, List.copyOf(rest));
      }
      rest.pop();
      boolean end = rest.isEmpty();
      // Links there are none on disk: they lead to what a process has open.
      boolean goesOn = there && facts.isLink() && (last || !end);
      if (!there || (goesOn && end && folder.startsWith(PROCESSES) && folder.endsWith("/fd"))) {
        return new Way(true, end ? next : next + "/" + String.join("/", rest), List.of());
      }
      if (goesOn && ++links > MOST_LINKS) {
        return new Way(false, folder, List.of(next.substring(next.lastIndexOf('/') + 1)));
      }
      if (goesOn) {
        var target = target(next);
        names(target).reversed().forEach(rest::push);
        place = target.startsWith("/") ? "" : place;
      } else {
        place = next;
      }
    }
    return new Way(true, place.isEmpty() ? "/" : place, List.of());
  }

  private static List<String> names(String path) {
    return List.of(path.split("/")).stream()
        .filter(name -> !name.isEmpty() && !name.equals("."))
        .toList();
  }

  private boolean isClosed(String folder, int root) {
    return facts.look(folder, Statx.FOLLOW) >= 0 && isRoots(root) && !facts.isOpen();
  }

  private boolean isSticky(String folder, int root) {
    return facts.look(folder, Statx.FOLLOW) >= 0 && isRoots(root) && facts.isSticky();
  }

  /// Whether what was looked at stays where it is in a folder like `/tmp`. A file could be one of
  /// root's that somebody has given this name as well.
  private boolean isKept(int root) {
    return isRoots(root) && (!facts.isRegular() || facts.links() == 1);
  }

  /// Where root is not user 0, as in a namespace of users, it is whose the machine is.
  private boolean isRoots(int root) {
    return facts.uid() == 0 || facts.uid() == root;
  }

  private static String target(String link) {
    try {
      return Files.readSymbolicLink(Path.of(link)).toString();
    } catch (IOException gone) {
      return link;
    }
  }
}
