package dev.reeve.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a path leads, for a root that must not be led astray: looked at from the top for the first
/// folder in which somebody else may change what a name leads to. Up to there, nobody can between
/// our look and our use.
///
/// `ours`: only root can change it, and `place` is the place without a link. Else `place` is the
/// folder of others that it leads to, and `rest` are the names from there on.
public record Way(boolean ours, String place, List<String> rest) {
  private static final int MOST_LINKS = 40;
  private static final String DESCRIPTORS = "/proc/[0-9]+/fd";

  public Way {
    rest = List.copyOf(rest);
  }

  /// `last`: whether a link at the end is followed, too.
  public static Way of(String path, boolean last) {
    var rest = new ArrayDeque<>(names(Path.of(path).toAbsolutePath().toString()));
    var top = Facts.of("/");
    int root = top == null ? 0 : top.uid;
    var place = "";
    var folder = top;
    int links = 0;
    while (!rest.isEmpty()) {
      if (rest.peek().equals("..")) {
        rest.pop();
        place = place.substring(0, Math.max(0, place.lastIndexOf('/')));
        folder = place.isEmpty() ? top : Facts.of(place);
        continue;
      }
      var next = place + "/" + rest.peek();
      var there = Facts.of(next);
      if (folder == null || !folder.keeps(there, root) || links > MOST_LINKS) {
        return new Way(false, place.isEmpty() ? "/" : place, List.copyOf(rest));
      }
      rest.pop();
      boolean end = rest.isEmpty();
      boolean leadsOn = there != null && there.isLink() && (last || !end);
      // What is named there is no place on disk: it is what a process has open.
      if (there == null || (leadsOn && end && place.matches(DESCRIPTORS))) {
        return new Way(true, end ? next : next + "/" + String.join("/", rest), List.of());
      }
      if (leadsOn) {
        links++;
        var target = target(next);
        names(target).reversed().forEach(rest::push);
        folder = target.startsWith("/") ? top : folder;
        place = target.startsWith("/") ? "" : place;
      } else {
        folder = there;
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

  private static String target(String link) {
    try {
      return Files.readSymbolicLink(Path.of(link)).toString();
    } catch (IOException gone) {
      return link;
    }
  }

  /// What counts of a file; of a link, its own.
  private record Facts(int uid, int gid, int mode, int links) {
    private static final int TYPE = 0xf000;
    private static final int REGULAR = 0x8000;
    private static final int LINK = 0xa000;
    private static final int STICKY = 01000;
    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;

    /// Null for nothing that we could look at.
    static @Nullable Facts of(String path) {
      try {
        Map<String, Object> all =
            Files.readAttributes(
                Path.of(path), "unix:uid,gid,mode,nlink", LinkOption.NOFOLLOW_LINKS);
        return new Facts(
            number(all.get("uid")),
            number(all.get("gid")),
            number(all.get("mode")),
            number(all.get("nlink")));
      } catch (IOException | UnsupportedOperationException none) {
        return null;
      }
    }

    private static int number(@Nullable Object value) {
      return value instanceof Number number ? number.intValue() : -1;
    }

    boolean isLink() {
      return (mode & TYPE) == LINK;
    }

    /// Where root is not user 0, as in a namespace of users, it is whose the machine is.
    private boolean isOf(int root) {
      return uid == 0 || uid == root;
    }

    /// Whether nobody but root can put something else in the place of what is in this folder. Group
    /// 0 is root's own. In one like `/tmp` what root has made stays; a file there may be one of
    /// root's that somebody has given this name as well.
    boolean keeps(@Nullable Facts there, int root) {
      if (!isOf(root)) {
        return false;
      }
      boolean open = (mode & OTHERS_WRITE) != 0 || ((mode & GROUP_WRITES) != 0 && gid != 0);
      boolean sticky = (mode & STICKY) != 0;
      return !open
          || (sticky
              && there != null
              && there.isOf(root)
              && ((there.mode & TYPE) != REGULAR || there.links == 1));
    }
  }
}
