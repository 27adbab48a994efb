package dev.reeve.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A folder in memory for what a full home does not take. It is of no use after the machine has
/// gone down, and is gone then, too. The folders above it are shared with other users: one of ours
/// is taken only if nobody else can have made it or can write in it.
final class SpareFolder {
  private static final int PRIVATE = 0700;

  private SpareFolder() {}

  /// The first folder that can be had for a home of that name, made if need be.
  static Path make(String homeName) throws IOException {
    var trouble = new IOException("there is no folder in memory, either");
    for (var parent : parents()) {
      try {
        return made(made(parent).resolve(homeName));
      } catch (IOException refused) {
        trouble.addSuppressed(refused);
      }
    }
    throw trouble;
  }

  /// The folder that an earlier daemon has made for a home, or null.
  static @Nullable Path find(String homeName) {
    for (var parent : parents()) {
      var folder = parent.resolve(homeName);
      if (isOurs(parent) && isOurs(folder)) {
        return folder;
      }
    }
    return null;
  }

  private static List<Path> parents() {
    var uid = String.valueOf(ownUid());
    return List.of(
        Path.of("/run", "reeve-" + uid),
        Path.of("/run/user", uid, "reeve"),
        Path.of("/dev/shm", "reeve-" + uid));
  }

  private static int ownUid() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException noProc) {
      return -1;
    }
  }

  private static Path made(Path folder) throws IOException {
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException there) {
      if (!isOurs(folder)) {
        throw new IOException(folder + " belongs to somebody else", there);
      }
    }
    return folder;
  }

  private static boolean isOurs(Path folder) {
    try {
      Map<String, Object> facts =
          Files.readAttributes(folder, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
      int mode = facts.get("mode") instanceof Integer bits ? bits : 0;
      return Integer.valueOf(ownUid()).equals(facts.get("uid"))
          && (mode & 0170000) == 0040000
          && (mode & 07777) == PRIVATE;
    } catch (IOException absent) {
      return false;
    }
  }

  /// Takes a folder away if nothing is left in it, and the one above.
  static void leave(Path folder) {
    try {
      Files.deleteIfExists(folder);
      var parent = folder.getParent();
      if (parent != null) {
        Files.deleteIfExists(parent);
      }
    } catch (IOException inUse) {
      // Another daemon's files are in it.
      return;
    }
  }
}
