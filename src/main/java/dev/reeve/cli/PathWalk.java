package dev.reeve.cli;

import dev.reeve.boot.Facts;
import dev.reeve.boot.Facts.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Each folder, link and file that a path leads through.
final class PathWalk {
  private static final int MOST_LINKS = 40;
  private static final Path TOP = Path.of("/");
  private static final int TYPE = 0xf000;
  private static final int FOLDER = 0x4000;
  private static final int FILE = 0x8000;
  private static final int LINK = 0xa000;

  private final Map<Path, Place> known = new HashMap<>();
  private final Map<Integer, String> users = new HashMap<>();
  private final Map<Integer, String> groups = new HashMap<>();
  private final Map<Integer, Set<Integer>> members = new HashMap<>();

  /// `machine` is the top of the machine whose accounts count.
  PathWalk(Path machine) {
    var byName = new HashMap<String, Integer>();
    for (var user : rows(machine.resolve("etc/passwd"))) {
      int uid = Integer.parseInt(user.get(2));
      users.putIfAbsent(uid, user.getFirst());
      byName.put(user.getFirst(), uid);
      if (user.get(3).matches("\\d{1,9}")) {
        members.computeIfAbsent(Integer.parseInt(user.get(3)), _ -> new HashSet<>()).add(uid);
      }
    }
    for (var group : rows(machine.resolve("etc/group"))) {
      int gid = Integer.parseInt(group.get(2));
      groups.putIfAbsent(gid, group.getFirst());
      var all = members.computeIfAbsent(gid, _ -> new HashSet<>());
      for (var name : group.get(3).split(",", -1)) {
        if (byName.containsKey(name)) {
          all.add(byName.getOrDefault(name, -1));
        }
      }
    }
  }

  /// The rows of a table of accounts that have a number in their third field.
  private static List<List<String>> rows(Path file) {
    return Examination.text(file)
        .lines()
        .map(line -> List.of(line.split(":", -1)))
        .filter(row -> row.size() > 3 && row.get(2).matches("\\d{1,9}"))
        .toList();
  }

  /// Whose the machine is: in a namespace of users not user 0.
  int top() {
    return Math.max(0, look(TOP).owner());
  }

  List<Place> way(Path path) {
    var way = new ArrayList<Place>(List.of(look(TOP)));
    var rest = new ArrayDeque<Path>();
    path.toAbsolutePath().forEach(rest::add);
    var folder = TOP;
    for (int links = 0; !rest.isEmpty() && links <= MOST_LINKS; ) {
      var name = rest.pop().toString();
      if (name.equals("..")) {
        folder = folder.getParent() == null ? TOP : folder.getParent();
        continue;
      }
      var place = look(name.equals(".") || name.isEmpty() ? folder : folder.resolve(name));
      way.add(place);
      if (place.kind() == Place.Kind.ABSENT) {
        return way;
      }
      if (place.kind() == Place.Kind.LINK) {
        links++;
        var target = target(place.path());
        var names = new ArrayList<Path>();
        target.forEach(names::add);
        names.reversed().forEach(rest::push);
        folder = target.isAbsolute() ? TOP : folder;
      } else {
        folder = place.path();
      }
    }
    return way;
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException gone) {
      return link.resolveSibling("/");
    }
  }

  private Place look(Path path) {
    return known.computeIfAbsent(path, this::fresh);
  }

  private Place fresh(Path path) {
    try {
      var all = Files.readAttributes(path, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
      int uid = number(all.get("uid"));
      int gid = number(all.get("gid"));
      int mode = number(all.get("mode"));
      var kind =
          switch (mode & TYPE) {
            case FOLDER -> Place.Kind.FOLDER;
            case FILE -> Place.Kind.FILE;
            case LINK -> Place.Kind.LINK;
            default -> Place.Kind.OTHER;
          };
      return new Facts.Place(
          path,
          kind,
          uid,
          users.getOrDefault(uid, "uid " + uid),
          groups.getOrDefault(gid, String.valueOf(gid)),
          Set.copyOf(members.getOrDefault(gid, Set.of())),
          mode);
    } catch (IOException | UnsupportedOperationException none) {
      return new Facts.Place(path, Place.Kind.ABSENT, -1, "", "", Set.of(), 0);
    }
  }

  private static int number(@org.jspecify.annotations.Nullable Object value) {
    return value instanceof Number number ? number.intValue() : -1;
  }
}
