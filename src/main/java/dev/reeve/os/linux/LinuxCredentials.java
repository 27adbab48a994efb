package dev.reeve.os.linux;

import dev.reeve.os.Credentials;
import dev.reeve.os.Errno;
import dev.reeve.os.Rights;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// Who the calling thread is: on Linux that is a thread's own, and the C library's wrappers, which
/// change all threads, are gone round (`man 7 nptl`). Only the *real* ids are changed: the thread
/// keeps root's effective ones and all it may do. A child spawned with POSIX_SPAWN_RESETIDS makes
/// its real ids its only ones, and so has no way back (measured: all four ids, no capability).
///
/// A thread that is started meanwhile would inherit it, so there is nothing between a change and
/// [#restore] but the spawn.
///
/// For files there is [#actingAs], which changes what the kernel looks at there: the ids of file
/// access and the groups. Root's power over files leaves the thread with its id, and comes back
/// with it (`man 7 capabilities`, "Effect of user ID changes").
final class LinuxCredentials implements Rights {
  private static final boolean X86 = System.getProperty("os.arch", "").equals("amd64");
  private static final int SYS_SETGROUPS = X86 ? 116 : 159;
  private static final int SYS_SETRESUID = X86 ? 117 : 147;
  private static final int SYS_SETRESGID = X86 ? 119 : 149;
  private static final int SYS_SETFSUID = X86 ? 122 : 151;
  private static final int SYS_SETFSGID = X86 ? 123 : 152;
  private static final int PR_SET_DUMPABLE = 4;
  private static final int MOST_GROUPS = 65_536;

  private static final MemorySegment SYSCALL = Libc.bind("syscall");
  private static final MemorySegment GETGROUPS = Libc.bind("getgroups");
  private static final MemorySegment GETUID = Libc.bind("getuid");
  private static final MemorySegment GETEUID = Libc.bind("geteuid");
  private static final MemorySegment GETGID = Libc.bind("getgid");
  private static final MemorySegment PRCTL = Libc.bind("prctl");

  private final Libc libc;
  private final boolean root;
  private int trouble;
  private @Nullable Own files;
  private Own acting = new Own(0, 0, List.of());

  LinuxCredentials(Libc libc) {
    this.libc = libc;
    this.root = libc.callInt(GETEUID) == 0;
  }

  /// Who we are, to be gone back to.
  record Own(int uid, int gid, List<Integer> groups) {}

  Own own() {
    try (var arena = Arena.ofConfined()) {
      int room = Math.clamp(libc.callInt(GETGROUPS, 0, 0), 0, MOST_GROUPS);
      var list = arena.allocate(ValueLayout.JAVA_INT, Math.max(1, room));
      int count = room == 0 ? 0 : libc.callInt(GETGROUPS, room, list.address());
      var groups = new java.util.ArrayList<Integer>();
      for (int i = 0; i < count; i++) {
        groups.add(list.getAtIndex(ValueLayout.JAVA_INT, i));
      }
      return new Own(libc.callInt(GETUID), libc.callInt(GETGID), groups);
    }
  }

  /// 0, or `-errno` with nothing changed. Once a way back was barred, nothing is changed any more:
  /// children would run as who knows whom.
  int assume(Credentials as, Own own) {
    if (trouble < 0) {
      return trouble;
    }
    int result = setGroups(as.groups());
    if (result >= 0) {
      result = libc.callInt(SYSCALL, SYS_SETRESGID, as.gid(), -1, -1);
    }
    if (result >= 0 && as.uid() >= 0) {
      result = libc.callInt(SYSCALL, SYS_SETRESUID, as.uid(), -1, -1);
    }
    if (result < 0) {
      restore(own);
    }
    return result;
  }

  /// The process could not be looked into by its own kind from here on, but for the last call.
  void restore(Own own) {
    int uid = libc.callInt(SYSCALL, SYS_SETRESUID, own.uid, -1, -1);
    int gid = libc.callInt(SYSCALL, SYS_SETRESGID, own.gid, -1, -1);
    int groups = setGroups(own.groups);
    trouble = Math.min(trouble, Math.min(uid, Math.min(gid, groups)));
    libc.callInt(PRCTL, PR_SET_DUMPABLE, 1, 0, 0, 0);
  }

  boolean isRoot() {
    return root;
  }

  @Override
  public int actingAs(@Nullable Credentials user, IntSupplier task) {
    if (!root || user == null || user.uid() <= 0) {
      return task.getAsInt();
    }
    if (files == null) {
      files = own();
      acting = files;
    }
    var before = acting;
    int result = act(new Own(user.uid(), user.gid(), user.groups()));
    try {
      return result < 0 ? result : task.getAsInt();
    } finally {
      // All that this lacks after a failure is rights.
      act(before);
      libc.callInt(PRCTL, PR_SET_DUMPABLE, 1, 0, 0, 0);
    }
  }

  /// The groups first: what they take is no power over files, so that it is left in between.
  private int act(Own who) {
    int result = setGroups(who.groups);
    libc.callInt(SYSCALL, SYS_SETFSGID, who.gid);
    libc.callInt(SYSCALL, SYS_SETFSUID, who.uid);
    boolean done =
        libc.callInt(SYSCALL, SYS_SETFSUID, -1) == who.uid
            && libc.callInt(SYSCALL, SYS_SETFSGID, -1) == who.gid;
    acting = who;
    return result < 0 || done ? result : -Errno.EPERM;
  }

  /// The user whose rights files are used with.
  int actingUid() {
    return files == null ? libc.callInt(GETEUID) : acting.uid;
  }

  private int setGroups(List<Integer> groups) {
    try (var arena = Arena.ofConfined()) {
      var list = arena.allocate(ValueLayout.JAVA_INT, Math.max(1, groups.size()));
      for (int i = 0; i < groups.size(); i++) {
        list.setAtIndex(ValueLayout.JAVA_INT, i, groups.get(i));
      }
      return libc.callInt(SYSCALL, SYS_SETGROUPS, groups.size(), list.address());
    }
  }
}
