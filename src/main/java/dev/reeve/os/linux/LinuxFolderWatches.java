package dev.reeve.os.linux;

import dev.reeve.os.FolderEvents;
import dev.reeve.os.FolderWatches;
import java.lang.foreign.MemorySegment;

/// `inotify`. A file counts when its writer closes it: so no half of one is run, and a log that is
/// kept open costs nothing.
final class LinuxFolderWatches implements FolderWatches {
  private static final int IN_ONLYDIR = 0x1000000;
  private static final int IN_DONT_FOLLOW = 0x2000000;
  private static final int IN_EXCL_UNLINK = 0x4000000;
  private static final int KINDS =
      FolderEvents.CLOSE_WRITE
          | FolderEvents.MOVED_FROM
          | FolderEvents.MOVED_TO
          | FolderEvents.CREATE
          | FolderEvents.DELETE
          | FolderEvents.DELETE_SELF
          | FolderEvents.MOVE_SELF;

  private static final MemorySegment INOTIFY_INIT1 = Libc.bind("inotify_init1");
  private static final MemorySegment INOTIFY_ADD_WATCH = Libc.bind("inotify_add_watch");
  private static final MemorySegment INOTIFY_RM_WATCH = Libc.bind("inotify_rm_watch");

  private final Libc libc;
  private final Scratch scratch;

  LinuxFolderWatches(Libc libc, Scratch scratch) {
    this.libc = libc;
    this.scratch = scratch;
  }

  @Override
  public int watchFolders() {
    return libc.callInt(INOTIFY_INIT1, LinuxDescriptors.O_NONBLOCK | LinuxDescriptors.O_CLOEXEC);
  }

  @Override
  public int addFolder(int watches, String path, boolean followLink) {
    int kinds = KINDS | IN_ONLYDIR | IN_EXCL_UNLINK | (followLink ? 0 : IN_DONT_FOLLOW);
    return libc.callInt(INOTIFY_ADD_WATCH, watches, scratch.path(path), kinds);
  }

  @Override
  public int removeFolder(int watches, int number) {
    return libc.callInt(INOTIFY_RM_WATCH, watches, number);
  }
}
