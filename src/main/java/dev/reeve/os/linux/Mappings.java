package dev.reeve.os.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The files in our memory. The kernel maps 16 pages for each one that is touched, and what only
/// the start has touched stays ours for good: the JVM's library and its start-up cache.
final class Mappings {
  private static final MemorySegment MADVISE = Libc.bind("madvise");
  private static final int MADV_DONTNEED = 4;
  private static final Path SMAPS = Path.of("/proc/self/smaps");
  private static final int HEXADECIMAL = 16;

  private final Libc libc;

  /// A mapping of a file that nobody can write to.
  private record ReadOnly(long from, long to) {
    /// From the first line of a mapping: `from-to perms offset device inode path`.
    static @Nullable ReadOnly of(String line) {
      var words = line.split(" +", 6);
      boolean file = words.length == 6 && words[5].startsWith("/");
      if (!file || !words[1].startsWith("r-") || !words[1].endsWith("p")) {
        return null;
      }
      int hyphen = words[0].indexOf('-');
      return new ReadOnly(
          Long.parseUnsignedLong(words[0], 0, hyphen, HEXADECIMAL),
          Long.parseUnsignedLong(words[0], hyphen + 1, words[0].length(), HEXADECIMAL));
    }
  }

  Mappings(Libc libc) {
    this.libc = libc;
  }

  /// Lets go of the pages of files that are as they are on the disk: they stay in the kernel's own
  /// cache, and those that are used come back by being used. Returns how many bytes that was.
  long letGo() {
    long bytes = 0;
    try (var lines = Files.newBufferedReader(SMAPS, StandardCharsets.ISO_8859_1)) {
      bytes = letGo(lines);
    } catch (IOException unreadable) {
      // Then they stay.
    }
    return bytes;
  }

  private long letGo(BufferedReader lines) throws IOException {
    long bytes = 0;
    long resident = 0;
    ReadOnly mapping = null;
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!Character.isUpperCase(line.charAt(0))) {
        mapping = ReadOnly.of(line);
      } else if (line.startsWith("Rss:")) {
        resident = kilobytes(line);
      } else if (mapping != null && line.startsWith("Anonymous:") && kilobytes(line) == 0) {
        // One of which a page was changed, as the linker does, is not what the file holds.
        long size = mapping.to() - mapping.from();
        bytes += libc.call(MADVISE, mapping.from(), size, MADV_DONTNEED) == 0 ? resident << 10 : 0;
      }
    }
    return bytes;
  }

  private static long kilobytes(String line) {
    var words = line.split(" +", 3);
    return Long.parseLong(words[1]);
  }
}
