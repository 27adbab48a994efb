package dev.reeve.logs;

import dev.reeve.os.Descriptors;
import dev.reeve.os.Errno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// One log file, however many streams write to it. It never fails its writer: what the disk does
/// not take is counted, writing is tried again with every chunk, and the file itself says what is
/// missing as soon as it can.
public final class LogFile {
  private static final long REOPEN_MS = 1000;

  private final String path;
  private final Descriptors descriptors;
  private final Consumer<String> trouble;
  private int fd = -1;
  private int users;
  private int streams;
  private int error;
  private long nextOpenMs;
  private long droppedNow;
  private long droppedBytes;
  private boolean atLineStart = true;

  /// `trouble` is told in a sentence when writing begins to fail and when it works again.
  LogFile(String path, Descriptors descriptors, Consumer<String> trouble) {
    this.path = path;
    this.descriptors = descriptors;
    this.trouble = trouble;
  }

  public String path() {
    return path;
  }

  /// What was never written, in bytes.
  public long droppedBytes() {
    return droppedBytes;
  }

  /// Whether more than one stream may write here, so that lines must not be torn.
  boolean shared() {
    return users > 1;
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

  /// Whether nobody is left; the file is closed then.
  boolean removeUser() {
    users--;
    closeUnused();
    return users == 0;
  }

  private void closeUnused() {
    if (users == 0 && streams == 0 && fd >= 0) {
      descriptors.close(fd);
      fd = -1;
    }
  }

  /// The size in bytes, also of a file that this daemon has not written yet; 0 without one.
  public long size() {
    if (fd >= 0) {
      return Math.max(0, descriptors.size(fd));
    }
    try {
      return Files.size(Path.of(path));
    } catch (IOException absent) {
      return 0;
    }
  }

  /// Empties the file: 0 or `-errno`.
  public int truncate(long wallMs) {
    if (fd < 0 && !open(wallMs)) {
      return -error;
    }
    atLineStart = true;
    return descriptors.truncate(fd);
  }

  /// Appends bytes.
  void write(byte[] bytes, int length, long wallMs) {
    if (length == 0) {
      return;
    }
    if (fd < 0 && !open(wallMs)) {
      drop(length);
      return;
    }
    if (droppedNow > 0 && !tellWhatIsMissing()) {
      drop(length);
      return;
    }
    int written = writeAll(bytes, length);
    if (written > 0) {
      atLineStart = bytes[written - 1] == '\n';
    }
    if (written < length) {
      drop(length - written);
    }
  }

  private int writeAll(byte[] bytes, int length) {
    int written = 0;
    while (written < length) {
      int result = descriptors.write(fd, bytes, written, length - written);
      if (result < 0) {
        if (result != -Errno.EINTR) {
          fail(-result);
          return written;
        }
      } else {
        written += result;
      }
    }
    return written;
  }

  private void drop(int length) {
    droppedNow += length;
    droppedBytes += length;
  }

  private void fail(int errno) {
    if (error != errno) {
      error = errno;
      trouble.accept(path + " cannot be written: " + sentence(errno) + "; what is lost is counted");
    }
  }

  /// What is no file may be full, which the kernel says with the number for "try again".
  private static String sentence(int errno) {
    return errno == Errno.EAGAIN ? "its reader does not keep up" : Errno.sentence(errno);
  }

  /// The line that stands in the place of what is missing.
  private boolean tellWhatIsMissing() {
    var line =
        "%s[reeve] %d bytes of output are missing here: %s%n"
            .formatted(atLineStart ? "" : "\n", droppedNow, sentence(error));
    var bytes = line.getBytes(StandardCharsets.UTF_8);
    int written = writeAll(bytes, bytes.length);
    if (written < bytes.length) {
      atLineStart = written == 0 && atLineStart;
      return false;
    }
    trouble.accept(path + " is written again, " + droppedNow + " bytes were lost");
    atLineStart = true;
    droppedNow = 0;
    error = 0;
    return true;
  }

  private boolean open(long wallMs) {
    boolean clockWentBack = nextOpenMs - wallMs > REOPEN_MS;
    if (wallMs < nextOpenMs && !clockWentBack) {
      return false;
    }
    makeFolder();
    int result = descriptors.openAppend(path);
    if (result < 0) {
      nextOpenMs = wallMs + REOPEN_MS;
      fail(-result);
      return false;
    }
    fd = result;
    atLineStart = true;
    return true;
  }

  private void makeFolder() {
    var folder = Path.of(path).getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException refused) {
      trouble.accept(folder + " cannot be made: " + refused.getMessage());
    }
  }
}
