package dev.reeve.store;

import dev.reeve.model.Home;
import dev.reeve.model.PlainFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// What the next daemon must know if this one is killed: of each instance its run and what is
/// wanted of it, and of the log write under way what it takes to settle it. It is memory that the
/// kernel keeps for the file, so that noting costs no call, and outlives us but not the machine:
/// the boot's id is in it.
public final class RunBook {
  private static final long MAGIC = 0x52656576_65303031L;
  private static final int HEAD_BYTES = 256;
  private static final int BOOT_AT = 8;
  private static final int BOOT_BYTES = 40;
  private static final int NOTE_AT = 64;
  private static final int PAGE_BYTES = 256;
  private static final int FIRST_PAGES = 16;
  private static final int WORD_BYTES = 16;
  private static final int MARK_BYTES = 32;
  private static final int REASON_BYTES = 96;

  private final Path file;
  private Path present;
  private MappedByteBuffer memory;
  private int pages;

  /// One instance: `kind` and `goal` are words of its owner's, times in ns are the machine's
  /// monotonic clock.
  public record Page(
      int id,
      String kind,
      String goal,
      String mark,
      Run run,
      Counts counts,
      long createdAtMs,
      long deadlineNs,
      String reason) {}

  /// Its process, and the pipes that it writes to.
  public record Run(
      int pid, long startTicks, long startedNs, long startedAtMs, long outPipe, long errPipe) {}

  public record Counts(int restarts, int unstable, long backoffNs) {}

  private RunBook(Path file, Path present, MappedByteBuffer memory) {
    this.file = file;
    this.present = present;
    this.memory = memory;
    this.pages = (memory.capacity() - HEAD_BYTES) / PAGE_BYTES;
  }

  /// What the last daemon of this boot has left; empty when it ended in order.
  public static List<Page> left(Home home, String bootId) throws IOException {
    var file = home.runBook();
    if (!Files.exists(file)) {
      return List.of();
    }
    var bytes = ByteBuffer.wrap(PlainFile.bytes(file));
    if (bytes.capacity() < HEAD_BYTES
        || bytes.getLong(0) != MAGIC
        || !text(bytes, BOOT_AT, BOOT_BYTES).equals(bootId)) {
      return List.of();
    }
    var all = new ArrayList<Page>();
    for (int at = HEAD_BYTES; at + PAGE_BYTES <= bytes.capacity(); at += PAGE_BYTES) {
      if (bytes.getInt(at) != 0) {
        all.add(page(bytes, at));
      }
    }
    return all;
  }

  /// Whether the book of a home is one that this version can read.
  public static boolean isOurs(Home home) throws IOException {
    var bytes = ByteBuffer.wrap(PlainFile.bytes(home.runBook()));
    return bytes.capacity() >= HEAD_BYTES && bytes.getLong(0) == MAGIC;
  }

  /// The note about the log write that was under way, as [#note] has taken it.
  public static ByteBuffer noteLeft(Home home) throws IOException {
    var bytes = PlainFile.bytes(home.runBook());
    return ByteBuffer.wrap(bytes, NOTE_AT, HEAD_BYTES - NOTE_AT).slice();
  }

  /// A new book in the place of the old one. The disk has room for it: a page that could not be had
  /// later would end us.
  public static RunBook begin(Home home, String bootId) throws IOException {
    var fresh = home.runBook().resolveSibling(home.runBook().getFileName() + ".new");
    Files.deleteIfExists(fresh);
    var memory = map(fresh, HEAD_BYTES + FIRST_PAGES * PAGE_BYTES);
    memory.putLong(0, MAGIC);
    put(memory, BOOT_AT, bootId, BOOT_BYTES);
    return new RunBook(home.runBook(), fresh, memory);
  }

  /// The old book goes, this one takes its place.
  public void replaceOld() throws IOException {
    Files.move(present, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    present = file;
  }

  private static MappedByteBuffer map(Path file, int bytes) throws IOException {
    try (var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long size = channel.size();
      var zeros = ByteBuffer.allocate((int) (bytes - size));
      while (zeros.hasRemaining()) {
        channel.write(zeros, size + zeros.position());
      }
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
    }
  }

  /// Where the note about a log write goes; its first int is not 0 while it holds.
  public ByteBuffer note() {
    return memory.slice(NOTE_AT, HEAD_BYTES - NOTE_AT);
  }

  /// The number of a free page, for [#write].
  public int take() throws IOException {
    for (int number = 0; number < pages; number++) {
      if (memory.getInt(at(number)) == 0) {
        return number;
      }
    }
    int next = pages;
    memory = map(present, HEAD_BYTES + pages * 2 * PAGE_BYTES);
    pages *= 2;
    return next;
  }

  private static int at(int number) {
    return HEAD_BYTES + number * PAGE_BYTES;
  }

  /// Forgets an instance.
  public void free(int number) {
    memory.putInt(at(number), 0);
  }

  public void write(int number, Page page) {
    int at = at(number);
    var run = page.run;
    put(memory, at + 120, page.mark, MARK_BYTES);
    put(memory, at + 156, page.reason, REASON_BYTES);
    put(memory, at + 88, page.kind, WORD_BYTES);
    put(memory, at + 104, page.goal, WORD_BYTES);
    memory.putInt(at + 12, run.pid);
    memory.putLong(at + 16, run.startTicks);
    memory.putLong(at + 24, run.startedNs);
    memory.putLong(at + 32, run.startedAtMs);
    memory.putLong(at + 40, run.outPipe);
    memory.putLong(at + 48, run.errPipe);
    memory.putInt(at + 56, page.counts.restarts);
    memory.putInt(at + 60, page.counts.unstable);
    memory.putLong(at + 64, page.counts.backoffNs);
    memory.putLong(at + 72, page.createdAtMs);
    memory.putLong(at + 80, page.deadlineNs);
    memory.putInt(at, page.id + 1);
  }

  private static Page page(ByteBuffer bytes, int at) {
    return new Page(
        bytes.getInt(at) - 1,
        text(bytes, at + 88, WORD_BYTES),
        text(bytes, at + 104, WORD_BYTES),
        text(bytes, at + 120, MARK_BYTES),
        new Run(
            bytes.getInt(at + 12),
            bytes.getLong(at + 16),
            bytes.getLong(at + 24),
            bytes.getLong(at + 32),
            bytes.getLong(at + 40),
            bytes.getLong(at + 48)),
        new Counts(bytes.getInt(at + 56), bytes.getInt(at + 60), bytes.getLong(at + 64)),
        bytes.getLong(at + 72),
        bytes.getLong(at + 80),
        text(bytes, at + 156, REASON_BYTES));
  }

  /// A text of at most `most - 4` bytes, its length first.
  private static void put(ByteBuffer into, int at, String text, int most) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, most - 4);
    into.putInt(at, length);
    into.put(at + 4, bytes, 0, length);
  }

  private static String text(ByteBuffer from, int at, int most) {
    int length = from.getInt(at);
    if (length < 0 || length > most - 4) {
      return "";
    }
    var bytes = new byte[length];
    from.get(at + 4, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// The daemon ends in order: there is nothing to take up.
  public void end() throws IOException {
    Files.deleteIfExists(present);
  }
}
