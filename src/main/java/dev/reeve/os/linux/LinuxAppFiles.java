package dev.reeve.os.linux;

import dev.reeve.model.Way;
import dev.reeve.os.AppFiles;
import dev.reeve.os.Credentials;
import dev.reeve.os.Descriptors.FileFacts;
import dev.reeve.os.Errno;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// [AppFiles] by system calls that look at one path each. Of one thread.
final class LinuxAppFiles implements AppFiles.Source {
  private static final boolean X86 = System.getProperty("os.arch", "").equals("amd64");

  /// Two that aarch64 numbers differently.
  private static final int O_DIRECTORY = X86 ? 0x10000 : 0x4000;

  private static final int O_NOFOLLOW = X86 ? 0x20000 : 0x8000;
  private static final int O_PATH = 0x200000;
  private static final int O_EXCL = 0x80;
  private static final int ALWAYS = LinuxDescriptors.O_CLOEXEC | LinuxDescriptors.O_NONBLOCK;
  private static final int APPEND = LinuxDescriptors.O_APPEND | LinuxDescriptors.O_CREAT;
  private static final int FOLDER_MODE = 0777;

  private static final MemorySegment OPEN = Libc.bind("open");
  private static final MemorySegment CLOSE = Libc.bind("close");
  private static final MemorySegment FCHOWN = Libc.bind("fchown");
  private static final MemorySegment FTRUNCATE = Libc.bind("ftruncate");
  private static final MemorySegment RENAME = Libc.bind("rename");
  private static final MemorySegment UNLINK = Libc.bind("unlink");
  private static final MemorySegment MKDIR = Libc.bind("mkdir");

  private final Libc libc;
  private final Scratch scratch;
  private final Scratch second = new Scratch();
  private final LinuxCredentials credentials;
  private final Statx facts;

  LinuxAppFiles(Libc libc, Scratch scratch, LinuxCredentials credentials) {
    this.libc = libc;
    this.scratch = scratch;
    this.credentials = credentials;
    this.facts = new Statx(libc, scratch);
  }

  @Override
  public AppFiles of(@Nullable Credentials owner) {
    return new Owned(owner == null || owner.uid() <= 0 ? null : owner);
  }

  /// What is done with a path. `strict`: with root's rights in a folder of others.
  private interface Deed {
    int on(String path, boolean strict);
  }

  private final class Owned implements AppFiles {
    private final @Nullable Credentials owner;

    Owned(@Nullable Credentials owner) {
      this.owner = owner;
    }

    /// `last`: whether a link at the end of the path is followed where that is safe.
    private int at(String path, boolean last, Deed deed) {
      if (!credentials.isRoot()) {
        return deed.on(path, false);
      }
      var way = Way.of(path, last);
      if (way.ours()) {
        return deed.on(way.place(), false);
      }
      if (owner != null) {
        int result = credentials.actingAs(owner, () -> deed.on(path, false));
        if (result != -Errno.EACCES && result != -Errno.EPERM) {
          return result;
        }
      }
      int folder = folder(way);
      if (folder < 0) {
        return folder;
      }
      int result = deed.on(inside(folder, way.rest().getLast()), true);
      close(folder);
      return result;
    }

    private String inside(int folder, String name) {
      return "/proc/self/fd/" + folder + "/" + name;
    }

    /// The folder of what a way leads to, without following a link.
    private int folder(Way way) {
      int flags = O_PATH | O_DIRECTORY | O_NOFOLLOW | LinuxDescriptors.O_CLOEXEC;
      int folder = open(way.place(), flags, 0);
      for (var name : way.rest().subList(0, way.rest().size() - 1)) {
        int next = name.equals("..") ? -Errno.ELOOP : open(inside(folder, name), flags, 0);
        close(folder);
        folder = next == -Errno.ENOTDIR ? -Errno.ELOOP : next;
        if (folder < 0) {
          return folder;
        }
      }
      return folder;
    }

    private int open(String path, int flags, int mode) {
      return libc.callInt(OPEN, scratch.path(path), flags, mode);
    }

    @Override
    public int open(String path, How how) {
      boolean last = how != How.NEW;
      int mode = how == How.WRITE ? 0644 : 0600;
      return at(path, last, (place, strict) -> open(place, flags(how), mode, strict));
    }

    private int open(String path, int flags, int mode, boolean strict) {
      if (!strict) {
        return open(path, flags, mode);
      }
      int there = open(path, (flags & ~(LinuxDescriptors.O_CREAT | O_EXCL)) | O_NOFOLLOW, mode);
      if (there >= 0 && (flags & O_EXCL) != 0) {
        close(there);
        return -Errno.EEXIST;
      }
      if (there == -Errno.ENOENT && (flags & LinuxDescriptors.O_CREAT) != 0) {
        int made = open(path, flags | O_EXCL | O_NOFOLLOW, mode);
        if (made >= 0 && owner != null) {
          libc.callInt(FCHOWN, made, owner.uid(), owner.gid());
        }
        return made;
      }
      if (there >= 0 && isStrangers(path, there)) {
        close(there);
        return -Errno.ELOOP;
      }
      return there;
    }

    /// Whether an open file is one that whoever may write its folder could have put there: it is of
    /// another user, or has another name elsewhere.
    private boolean isStrangers(String path, int fd) {
      facts.look(path.substring(0, path.lastIndexOf('/')), Statx.FOLLOW);
      int folders = facts.uid();
      facts.look(fd);
      int uid = facts.uid();
      boolean known = uid == 0 || uid == folders || (owner != null && uid == owner.uid());
      return !known || (facts.isRegular() && facts.links() != 1);
    }

    @Override
    public int rename(String path, String name) {
      return at(
          path,
          false,
          (place, _) -> {
            var target = place.substring(0, place.lastIndexOf('/') + 1) + name;
            return libc.callInt(RENAME, scratch.path(place), second.path(target));
          });
    }

    @Override
    public int unlink(String path) {
      return at(path, false, (place, _) -> libc.callInt(UNLINK, scratch.path(place)));
    }

    @Override
    public int makeFolder(String path) {
      int made =
          at(path, true, (place, _) -> libc.callInt(MKDIR, scratch.path(place), FOLDER_MODE));
      int end = path.lastIndexOf('/');
      if (made == -Errno.ENOENT && end > 0 && makeFolder(path.substring(0, end)) >= 0) {
        made = at(path, true, (place, _) -> libc.callInt(MKDIR, scratch.path(place), FOLDER_MODE));
      }
      return made == -Errno.EEXIST ? 0 : made;
    }

    @Override
    public @Nullable FileFacts facts(String path) {
      return facts.facts(facts.look(path, Statx.NOFOLLOW));
    }

    @Override
    public @Nullable FileFacts facts(int fd) {
      return facts.facts(facts.look(fd));
    }

    @Override
    public int empty(int fd) {
      return libc.callInt(FTRUNCATE, fd, 0);
    }

    @Override
    public int close(int fd) {
      return libc.callInt(CLOSE, fd);
    }
  }

  private static int flags(AppFiles.How how) {
    return ALWAYS
        | switch (how) {
          case LOG -> LinuxDescriptors.O_RDWR | APPEND;
          case STREAM -> LinuxDescriptors.O_WRONLY | APPEND;
          case WRITE -> LinuxDescriptors.O_WRONLY | LinuxDescriptors.O_CREAT;
          case NEW -> LinuxDescriptors.O_WRONLY | LinuxDescriptors.O_CREAT | O_EXCL | O_NOFOLLOW;
          case READ -> LinuxDescriptors.O_RDONLY;
          case FOLDER -> O_DIRECTORY;
        };
  }
}
