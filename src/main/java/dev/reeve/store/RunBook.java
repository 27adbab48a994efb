package dev.reeve.store;

import dev.reeve.model.PlainFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// What the next daemon must know if this one is killed: of each instance its run and what is
/// wanted of it, and of the log write under way what it takes to settle it. It is a file whose room
/// is allocated before it is needed; what is written outlives us but not the machine.
///
/// Nothing in it depends on another part of it. A page has two copies, each with a checksum and a
/// sequence number, and the older one is overwritten: a write that a death has cut short leaves the
/// other copy. What cannot be read costs that one page. It is written by call and not mapped into
/// memory, because a mapped page that the disk has no room for ends in a signal.
public final class RunBook {
  private static final long MAGIC = 0x52656576_65303032L;
  private static final int HEAD_BYTES = 512;
  private static final int ORIGIN_BYTES = 192;
  private static final int NOTE_AT = 2 * ORIGIN_BYTES;

  /// The most that a note holds.
  public static final int NOTE_BYTES = HEAD_BYTES - NOTE_AT - 8;

  private static final int COPY_BYTES = 320;
  private static final int PAGE_BYTES = 2 * COPY_BYTES;
  private static final int FIRST_PAGES = 16;
  private static final int MOST_PAGES = 1 << 20;
  private static final int WORD_BYTES = 16;
  private static final int MARK_BYTES = 32;
  private static final int REASON_BYTES = 96;

  private final Path file;
  private Path present;
  private final FileChannel channel;
  private final ByteBuffer copy = ByteBuffer.allocateDirect(COPY_BYTES);
  private final ByteBuffer noteCopy = ByteBuffer.allocateDirect(NOTE_BYTES + 8);
  private final BitSet taken = new BitSet();
  private final BitSet second = new BitSet();
  private long sequence;
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
      int pid, long startTicks, long startedNs, long startedAtMs, long outPipe, long errPipe) {
    public static final Run NONE = new Run(0, 0, 0, 0, 0, 0);
  }

  public record Counts(int restarts, int unstable, long backoffNs) {
    public static final Counts NONE = new Counts(0, 0, 0);
  }

  /// The page of an instance that is gone says so until it is another one's: it may still be in a
  /// list that was written before.
  private static Page gone(int id) {
    return new Page(id, "", "", "", Run.NONE, Counts.NONE, 0, 0, "");
  }

  /// What a book tells: whose it is, null when that can't be read; the pages; which instances are
  /// gone; and the note, all zeros when there is none. `whole`: there is nothing in it that can't
  /// be read.
  public record Content(
      @Nullable String origin,
      List<Page> pages,
      Set<Integer> gone,
      ByteBuffer note,
      boolean whole) {
    public static final Content NONE =
        new Content(null, List.of(), Set.of(), ByteBuffer.allocate(NOTE_BYTES), false);
  }

  private RunBook(Path file, Path present, FileChannel channel) {
    this.file = file;
    this.present = present;
    this.channel = channel;
  }

  /// Reads a book as far as it can be read.
  public static Content read(Path file) throws IOException {
    var bytes = ByteBuffer.wrap(PlainFile.bytes(file));
    var first = origin(bytes, 0);
    var origin = first == null ? origin(bytes, ORIGIN_BYTES) : first;
    var all = new ArrayList<Page>();
    var gone = new HashSet<Integer>();
    for (int at = HEAD_BYTES; at + COPY_BYTES <= bytes.capacity(); at += PAGE_BYTES) {
      var page = page(bytes, at);
      if (page != null && page.kind.isEmpty()) {
        gone.add(page.id);
      } else if (page != null) {
        all.add(page);
      }
    }
    all.forEach(page -> gone.remove(page.id));
    return new Content(origin, all, gone, noteIn(bytes), isWhole(bytes));
  }

  private static boolean isWhole(ByteBuffer bytes) {
    boolean whole =
        origin(bytes, 0) != null
            && origin(bytes, ORIGIN_BYTES) != null
            && (bytes.capacity() - HEAD_BYTES) % PAGE_BYTES == 0;
    for (int at = HEAD_BYTES; whole && at < bytes.capacity(); at += COPY_BYTES) {
      whole = isWhole(bytes, at) || isBlank(bytes, at);
    }
    return whole;
  }

  private static boolean isBlank(ByteBuffer bytes, int at) {
    var zeros = ByteBuffer.allocate(COPY_BYTES);
    return bytes.slice(at, COPY_BYTES).equals(zeros);
  }

  private static @Nullable String origin(ByteBuffer bytes, int at) {
    if (bytes.capacity() < at + ORIGIN_BYTES || bytes.getLong(at) != MAGIC) {
      return null;
    }
    boolean whole = bytes.getInt(at + 8) == checksum(bytes, at + 12, ORIGIN_BYTES - 12);
    return whole ? text(bytes, at + 12, ORIGIN_BYTES - 12) : null;
  }

  private static ByteBuffer noteIn(ByteBuffer bytes) {
    if (bytes.capacity() < HEAD_BYTES || bytes.getInt(NOTE_AT) == 0) {
      return Content.NONE.note;
    }
    boolean whole = bytes.getInt(NOTE_AT + 4) == checksum(bytes, NOTE_AT + 8, NOTE_BYTES);
    return whole ? bytes.slice(NOTE_AT + 8, NOTE_BYTES) : Content.NONE.note;
  }

  /// The younger one of the whole copies; null when there is none.
  private static @Nullable Page page(ByteBuffer bytes, int at) {
    boolean first = isWhole(bytes, at);
    boolean second = isWhole(bytes, at + COPY_BYTES);
    if (first && second) {
      first = bytes.getLong(at + 8) > bytes.getLong(at + COPY_BYTES + 8);
    }
    return first ? content(bytes, at) : second ? content(bytes, at + COPY_BYTES) : null;
  }

  /// A copy that was never written is all zeros, and its sequence number says so.
  private static boolean isWhole(ByteBuffer bytes, int at) {
    return at + COPY_BYTES <= bytes.capacity()
        && bytes.getLong(at + 8) != 0
        && bytes.getInt(at) == checksum(bytes, at + 4, COPY_BYTES - 4);
  }

  private static int checksum(ByteBuffer bytes, int at, int length) {
    var sum = new CRC32();
    sum.update(bytes.slice(at, length));
    return (int) sum.getValue();
  }

  /// A new book, to be put in the place of the one at `file`. The disk has room for it.
  public static RunBook begin(Path file, String origin) throws IOException {
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    var channel = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var book = new RunBook(file, fresh, channel);
    try {
      book.grow(FIRST_PAGES);
      var head = ByteBuffer.allocate(ORIGIN_BYTES);
      put(head, 12, origin, ORIGIN_BYTES - 12);
      head.putLong(0, MAGIC).putInt(8, checksum(head, 12, ORIGIN_BYTES - 12));
      book.write(head, 0);
      book.write(head.rewind(), ORIGIN_BYTES);
      return book;
    } catch (IOException refused) {
      book.end();
      throw refused;
    }
  }

  private void grow(int to) throws IOException {
    if (to > MOST_PAGES) {
      throw new IOException(file + " has no room for more than " + MOST_PAGES + " instances");
    }
    int more = (to - pages) * PAGE_BYTES + (pages == 0 ? HEAD_BYTES : 0);
    write(ByteBuffer.allocate(more), pages == 0 ? 0 : at(pages));
    pages = to;
  }

  private void write(ByteBuffer bytes, long at) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes, at + bytes.position());
    }
  }

  /// The old book goes, this one takes its place.
  public void replaceOld() throws IOException {
    Files.move(present, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    present = file;
  }

  boolean isAt(Path place) {
    return present.equals(place);
  }

  /// Keeps a note about a log write, of at most [#NOTE_BYTES].
  public void note(ByteBuffer body) throws IOException {
    noteCopy.clear();
    noteCopy.put(8, body, 0, body.limit());
    noteCopy.putInt(0, 1).putInt(4, checksum(noteCopy, 8, NOTE_BYTES));
    write(noteCopy, NOTE_AT);
  }

  /// The note does not hold any more.
  public void endNote() throws IOException {
    noteCopy.putInt(0, 0).position(0).limit(Integer.BYTES);
    write(noteCopy, NOTE_AT);
    noteCopy.clear();
  }

  /// The number of a free page, for [#write].
  public int take() throws IOException {
    int free = taken.nextClearBit(0);
    if (free >= pages) {
      grow(pages * 2);
    }
    taken.set(free);
    return free;
  }

  private static int at(int number) {
    return HEAD_BYTES + number * PAGE_BYTES;
  }

  /// Forgets an instance.
  public void free(int number, int id) throws IOException {
    write(number, gone(id));
    taken.clear(number);
  }

  public void write(int number, Page page) throws IOException {
    copy.clear();
    fill(copy, page);
    copy.putLong(8, ++sequence);
    copy.putInt(0, checksum(copy, 4, COPY_BYTES - 4));
    write(copy, at(number) + (second.get(number) ? COPY_BYTES : 0));
    second.flip(number);
  }

  private static void fill(ByteBuffer copy, Page page) {
    var run = page.run;
    put(copy, 188, page.mark, MARK_BYTES);
    put(copy, 220, page.reason, REASON_BYTES);
    put(copy, 156, page.kind, WORD_BYTES);
    put(copy, 172, page.goal, WORD_BYTES);
    copy.putInt(4, page.id + 1).putInt(16, run.pid);
    copy.putInt(20, page.counts.restarts).putInt(24, page.counts.unstable);
    copy.putLong(32, run.startTicks).putLong(40, run.startedNs).putLong(48, run.startedAtMs);
    copy.putLong(56, run.outPipe).putLong(64, run.errPipe).putLong(72, page.counts.backoffNs);
    copy.putLong(80, page.createdAtMs).putLong(88, page.deadlineNs);
  }

  private static Page content(ByteBuffer bytes, int at) {
    return new Page(
        bytes.getInt(at + 4) - 1,
        text(bytes, at + 156, WORD_BYTES),
        text(bytes, at + 172, WORD_BYTES),
        text(bytes, at + 188, MARK_BYTES),
        new Run(
            bytes.getInt(at + 16),
            bytes.getLong(at + 32),
            bytes.getLong(at + 40),
            bytes.getLong(at + 48),
            bytes.getLong(at + 56),
            bytes.getLong(at + 64)),
        new Counts(bytes.getInt(at + 20), bytes.getInt(at + 24), bytes.getLong(at + 72)),
        bytes.getLong(at + 80),
        bytes.getLong(at + 88),
        text(bytes, at + 220, REASON_BYTES));
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

  /// There is nothing to take up: the book goes.
  public void end() throws IOException {
    channel.close();
    Files.deleteIfExists(present);
  }
}
