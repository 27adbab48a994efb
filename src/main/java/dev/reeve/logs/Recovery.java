package dev.reeve.logs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Settles what a dead daemon has left between a pipe and its files.
///
/// A write that was under way is made anew from the same bytes, the same stamp and the same place.
/// If a file is shorter than it would be, the write was cut short and nothing had been taken out of
/// the pipe: it is undone. If the files end in just what the pipe would give again, it was whole
/// and only the taking out is missing. Else all of it was done.
///
/// The one doubt: an app that writes the very same bytes again, killed between the taking out and
/// the next word in the journal, some microseconds. Such a repeat is dropped.
final class Recovery {
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
    if (!whole) {
      files.stream()
          .filter(file -> file.end() > markOf(file, entry))
          .forEach(file -> file.cut(markOf(file, entry)));
    } else if (standsInPipe(pipe, entry, files)) {
      log.descriptors.discard(pipe, entry.used());
      log.spool.clear();
    } else {
      log.spool.clear();
    }
  }

  private static long markOf(LogFile file, Journal.Entry entry) {
    return entry.marks().stream()
        .filter(mark -> file.regular() && mark.inode() == file.inode())
        .mapToLong(Journal.Mark::at)
        .findFirst()
        .orElse(-1);
  }

  private boolean standsInPipe(int pipe, Journal.Entry entry, List<LogFile> files) {
    int seen = log.descriptors.peek(pipe, log.workspace.chunk, Workspace.CHUNK_BYTES);
    if (seen < entry.used()) {
      return false;
    }
    log.workspace.page.clear();
    log.filling.atLineStart(entry.atLineStart());
    int used = log.refill(entry.used(), entry.wallMs());
    return used == entry.used()
        && log.workspace.page.length() == entry.length()
        && files.stream().allMatch(file -> endsLikePage(file, markOf(file, entry)));
  }

  private boolean endsLikePage(LogFile file, long at) {
    var page = log.workspace.page;
    var block = new byte[Math.min(page.length(), Workspace.CHUNK_BYTES)];
    for (int from = 0; from < page.length(); ) {
      int got = file.readBack(at + from, block, Math.min(block.length, page.length() - from));
      for (int i = 0; i < got; i++) {
        if (block[i] != page.bytes()[from + i]) {
          return false;
        }
      }
      if (got <= 0) {
        return false;
      }
      from += got;
    }
    return true;
  }
}
