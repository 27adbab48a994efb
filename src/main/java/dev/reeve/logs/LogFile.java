package dev.reeve.logs;

import dev.reeve.model.Rotation;
import dev.reeve.os.AppFiles;
import dev.reeve.os.Descriptors;
import dev.reeve.os.Errno;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One log file, however many streams write to it. It takes what it is given whole or not at all,
/// so that its writer may try again; what was given up is counted, and told in the file as soon as
/// it can be. When it is full, or its time has come, it becomes a generation at the next line end.
///
/// Others may append to it as well, the app itself above all: so do we, and what they wrote counts
/// for its size. Someone who cuts or moves it is noticed: before each write by its size, once a
/// second by its inode.
public final class LogFile {
  private static final long REOPEN_MS = 1000;

  private final String path;
  private final LogFiles.Ground ground;
  private final Descriptors descriptors;
  private final AppFiles files;
  private final Turnover turnover;
  private int fd = -1;
  private Descriptors.@Nullable FileFacts facts;
  private int users;
  private int streams;
  private int error;
  private long nextOpenMs;
  private long missingBytes;
  private long missingLines;
  private long droppedBytes;
  private long droppedLines;
  private boolean atLineStart = true;
  private boolean touched;
  private boolean file = true;
  private long size;
  private int lastWritten;

  LogFile(String path, LogFiles.Care care, LogFiles.Ground ground) {
    this.path = path;
    this.ground = ground;
    this.descriptors = ground.descriptors();
    this.files = ground.files().of(care.owner());
    this.turnover = new Turnover(path, care, ground);
  }

  public String path() {
    return path;
  }

  /// What was never written, in bytes and in lines.
  public long droppedBytes() {
    return droppedBytes;
  }

  public long droppedLines() {
    return droppedLines;
  }

  /// Why it can't be written at the moment, or null when it can.
  public @Nullable String refusal() {
    return error == 0 ? null : sentence(error);
  }

  /// From now on it is rotated like this.
  public void rotation(Rotation rotation) {
    turnover.rotation(rotation);
  }

  /// Whether more than one stream may write here, so that lines must not be torn.
  boolean shared() {
    return users > 1 || streams > users;
  }

  /// Whether it is a file that can be cut and read back: no pipe, no terminal.
  boolean regular() {
    return facts != null && facts.regular();
  }

  /// Whether it is worth waiting for: a pipe or a terminal may never have a reader.
  public boolean mayBeWaitedFor() {
    return file;
  }

  /// A stream of a run begins to write here, and keeps the file open until [#removeStream].
  void addStream() {
    streams++;
  }

  void removeStream() {
    streams--;
    closeUnused();
  }

  void addUser() {
    users++;
  }

  void removeUser() {
    users--;
    closeUnused();
  }

  /// Whether nobody is left; it is closed then.
  boolean unused() {
    return users == 0 && streams == 0;
  }

  private void closeUnused() {
    if (unused()) {
      close();
    }
  }

  /// The next write opens it anew.
  void close() {
    if (fd >= 0) {
      descriptors.close(fd);
      fd = -1;
      facts = null;
    }
  }

  /// The size in bytes, also of a file that this daemon has not written yet; 0 without one.
  public long size() {
    if (fd >= 0) {
      return Math.max(0, descriptors.size(fd));
    }
    var found = descriptors.facts(path);
    return found == null ? 0 : found.size();
  }

  /// Empties the file: 0 or `-errno`.
  public int truncate(long wallMs) {
    if (!ready(wallMs)) {
      return -error;
    }
    int result = regular() ? descriptors.truncate(fd, 0) : 0;
    if (result == 0) {
      begin(0);
    }
    return result;
  }

  /// Whether it is open, as far as it can be.
  boolean ready(long wallMs) {
    return fd >= 0 || open(wallMs);
  }

  private boolean open(long wallMs) {
    boolean clockWentBack = nextOpenMs - wallMs > REOPEN_MS;
    if (wallMs < nextOpenMs && !clockWentBack) {
      return false;
    }
    makeFolder();
    var before = descriptors.facts(path);
    file = before == null || before.regular();
    int result = files.open(path, file ? AppFiles.How.LOG : AppFiles.How.STREAM);
    if (result < 0) {
      nextOpenMs = wallMs + REOPEN_MS;
      fail(-result);
      return false;
    }
    fd = result;
    facts = files.facts(fd);
    turnover.opened(before, wallMs);
    begin(regular() ? Math.max(0, descriptors.size(fd)) : 0);
    return true;
  }

  private void begin(long at) {
    size = at;
    atLineStart = true;
  }

  private int lastByte(long end) {
    var last = new byte[1];
    return descriptors.readAt(fd, end - 1, last, 1) == 1 ? last[0] : '\n';
  }

  private void makeFolder() {
    var folder = Path.of(path).getParent();
    if (folder == null || descriptors.facts(folder.toString()) != null) {
      return;
    }
    int made = files.makeFolder(folder.toString());
    if (made < 0) {
      ground.trouble().accept(folder + " cannot be made: " + Errno.sentence(-made));
    }
  }

  /// How many bytes fit before it has to turn over; 0 or less when only the line that it is in is
  /// waited for.
  long room() {
    return regular() ? turnover.room(size) : Long.MAX_VALUE;
  }

  /// Where a write would begin. One look before each: someone may have cut the file.
  long end() {
    size = regular() ? Math.max(0, descriptors.size(fd)) : 0;
    return size;
  }

  long inode() {
    return facts == null ? 0 : facts.inode();
  }

  /// Appends bytes, all or none: 0 or `-errno`. What is no regular file takes what it can, and the
  /// rest is dropped.
  int append(Page page) {
    if (fd < 0) {
      return -Math.max(1, error);
    }
    long start = end();
    int written = 0;
    int result = 0;
    while (written < page.length() && result >= 0) {
      result = descriptors.write(fd, page.bytes(), written, page.length() - written);
      written += Math.max(0, result);
      result = result == -Errno.EINTR ? 0 : result;
    }
    touched = true;
    lastWritten = written;
    if (result < 0 && (regular() || written == 0)) {
      takeBack();
      fail(-result);
      return result;
    }
    if (result < 0) {
      fail(-result);
      drop(page.length() - written, Newlines.count(page.bytes(), written, page.length()));
    }
    size = start + written;
    atLineStart = written > 0 && page.bytes()[written - 1] == '\n';
    return 0;
  }

  /// Takes back what was appended last: the disk took no more of it, or another file of the same
  /// stream refused it. What others have put behind it in these microseconds is worth more than
  /// that nothing stands there twice.
  void takeBack() {
    long end = regular() && lastWritten > 0 ? descriptors.position(fd) : -1;
    if (end >= lastWritten && descriptors.size(fd) == end) {
      cut(end - lastWritten);
    }
  }

  void cut(long at) {
    descriptors.truncate(fd, at);
    begin(at);
  }

  /// Reads back what stands at a place: how much.
  int readBack(long at, byte[] into, int length) {
    return Math.max(0, descriptors.readAt(fd, at, into, length));
  }

  /// Gives up bytes that it would not take.
  void drop(long bytes, long lines) {
    missingBytes += bytes;
    missingLines += lines;
    droppedBytes += bytes;
    droppedLines += lines;
  }

  /// Whether it does not take writes, as far as is known, or has not been told what is missing.
  boolean refuses() {
    return error != 0 || missingBytes > 0;
  }

  /// Takes back the beginning of a line that has no end: how many bytes. A very long one stays.
  int cutLine() {
    if (fd < 0 || !regular() || atLineStart()) {
      return 0;
    }
    long end = end();
    var block = new byte[(int) Math.min(end, LineFilling.MAX_LINE)];
    int length = readBack(end - block.length, block, block.length);
    int start = length;
    while (start > 0 && block[start - 1] != '\n') {
      start--;
    }
    if (length < block.length || (start == 0 && end > length)) {
      return 0;
    }
    cut(end - length + start);
    return length - start;
  }

  private void fail(int errno) {
    if (error != errno) {
      error = errno;
      ground.trouble().accept(path + " cannot be written: " + sentence(errno));
    }
  }

  /// What is no file may be full, which the kernel says with the number for "try again".
  private static String sentence(int errno) {
    return errno == Errno.EAGAIN ? "its reader does not keep up" : Errno.sentence(errno);
  }

  /// What must be told in the file before anything else is written, or null.
  @Nullable String notice() {
    return missingBytes == 0
        ? null
        : "[reeve] %d lines (%d bytes) of output are missing here: %s"
            .formatted(missingLines, missingBytes, sentence(error));
  }

  /// It is written again.
  void recovered() {
    if (error != 0) {
      ground
          .trouble()
          .accept(
              "%s is written again, %d lines (%d bytes) were lost"
                  .formatted(path, missingLines, missingBytes));
    }
    missingBytes = 0;
    missingLines = 0;
    error = 0;
  }

  /// A write has been taken.
  void works() {
    if (error != 0 && missingBytes == 0) {
      recovered();
    }
  }

  boolean atLineStart() {
    return regular() ? end() == 0 || lastByte(size) == '\n' : atLineStart;
  }

  /// Turns over, if it is time to and no line is torn by it.
  void turn(long wallMs) {
    if (fd < 0 || !regular() || !turnover.due(size)) {
      return;
    }
    if (lastByte(end()) == '\n' && turnover.rename(wallMs)) {
      close();
      open(wallMs);
    }
  }

  /// Once a second: is it time to turn over, and is it still where it was?
  void look(long wallMs) {
    if (fd < 0) {
      return;
    }
    turnover.look(wallMs);
    end();
    if (touched && regular()) {
      touched = false;
      var now = descriptors.facts(path);
      if (now == null || facts == null || !now.same(facts)) {
        ground.trouble().accept(path + " was moved away; a new one is begun");
        close();
        open(wallMs);
      }
    }
    turn(wallMs);
  }
}
