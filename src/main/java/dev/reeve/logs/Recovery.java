package dev.reeve.logs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Settles what a dead daemon has left between a pipe and its files.
///
/// A write that was under way is made anew from the same bytes, the same stamp and the same place.
/// If a file is shorter than it would be, the write was cut short and nothing had been taken out of
/// the pipe: it is undone, unless what is there is of others. If the files have just what the pipe
/// would give again, it was whole and only the taking out is missing; others may have appended
/// before it and behind it. Else all of it was done.
///
/// The one doubt: an app that writes the very same bytes again, killed between the taking out and
/// the next word in the journal, some microseconds. Such a repeat is dropped.
final class Recovery {
  /// How much others may have appended between our look at the end and our write.
  private static final int OTHERS_BYTES = 64 << 10;

  private final StreamLog log;

  Recovery(StreamLog log) {
    this.log = log;
  }

  void run(int pipe, Journal.@Nullable Entry entry, long wallMs) {
    log.spool.reopen();
    log.targets.forEach(target -> target.ready(wallMs));
    if (entry != null) {
      settle(pipe, entry);
    }
    var first = log.targets.isEmpty() ? null : log.targets.getFirst();
    log.filling.atLineStart(first == null || first.atLineStart());
  }

  private void settle(int pipe, Journal.Entry entry) {
    var files = log.targets.stream().filter(file -> markOf(file, entry) >= 0).toList();
    boolean whole =
        files.stream().allMatch(file -> file.end() >= markOf(file, entry) + entry.length());
    boolean again = standsInPipe(pipe, entry);
    if (!whole) {
      files.stream()
          .filter(file -> file.end() > markOf(file, entry))
          .filter(file -> !again || isBegunPage(file, markOf(file, entry)))
          .forEach(file -> file.cut(markOf(file, entry)));
      return;
    }
    if (again && files.stream().allMatch(file -> hasPage(file, markOf(file, entry)))) {
      log.descriptors.discard(pipe, entry.used());
    }
    log.spool.clear();
  }

  private static long markOf(LogFile file, Journal.Entry entry) {
    return entry.marks().stream()
        .filter(mark -> file.regular() && mark.inode() == file.inode())
        .mapToLong(Journal.Mark::at)
        .findFirst()
        .orElse(-1);
  }

  /// Whether the pipe gives what was under way; the page has it then.
  private boolean standsInPipe(int pipe, Journal.Entry entry) {
    int seen = log.descriptors.peek(pipe, log.workspace.chunk, Workspace.CHUNK_BYTES);
    if (seen < entry.used()) {
      return false;
    }
    log.workspace.page.clear();
    log.filling.atLineStart(entry.atLineStart());
    int used = log.refill(entry.used(), entry.wallMs());
    return used == entry.used() && log.workspace.page.length() == entry.length();
  }

  /// Whether from a place on there is nothing but the page's beginning.
  private boolean isBegunPage(LogFile file, long at) {
    var there = new byte[(int) Math.min(file.end() - at, log.workspace.page.length())];
    return file.readBack(at, there, there.length) == there.length
        && begins(there, 0, there.length)
        && file.end() == at + there.length;
  }

  /// Whether the page is there, at a place or a little behind it.
  private boolean hasPage(LogFile file, long at) {
    int length = log.workspace.page.length();
    var there = new byte[(int) Math.min(file.end() - at, length + OTHERS_BYTES)];
    int got = file.readBack(at, there, there.length);
    for (int from = 0; from + length <= got; from++) {
      if (begins(there, from, length)) {
        return true;
      }
    }
    return false;
  }

  private boolean begins(byte[] there, int from, int length) {
    var page = log.workspace.page.bytes();
    return Arrays.equals(there, from, from + length, page, 0, length);
  }
}
