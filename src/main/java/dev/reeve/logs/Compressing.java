package dev.reeve.logs;

import dev.reeve.model.Rotation;
import dev.reeve.os.AppFiles;
import dev.reeve.os.Errno;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/// Compresses one generation so that it is always there as a whole: beside it first, then renamed,
/// then the original goes. One that is found twice after a death of ours is compressed again.
final class Compressing {
  static final String PART = ".part";
  private static final int BLOCK_BYTES = 64 << 10;

  private Compressing() {}

  /// `changed` becomes the time of the compressed file: its place among the others.
  static void run(Path original, Rotation.Compression how, Instant changed, AppFiles files)
      throws IOException {
    var whole = original.getFileName() + how.ending();
    var part = original.resolveSibling(whole + PART).toString();
    files.unlink(part);
    int from = files.open(original.toString(), AppFiles.How.READ);
    if (from == -Errno.ENOENT) {
      return;
    }
    checked(original, from);
    int to = files.open(part, AppFiles.How.NEW);
    try {
      checked(Path.of(part), to);
      copy(from, to, how, files);
      Files.setLastModifiedTime(opened(to), FileTime.from(changed));
      checked(original, files.rename(part, whole));
    } catch (IOException refused) {
      files.unlink(part);
      throw refused;
    } finally {
      files.close(from);
      files.close(to);
    }
    files.unlink(original.toString());
  }

  /// Anything but a file has no end, or is not ours to read.
  private static void copy(int from, int to, Rotation.Compression how, AppFiles files)
      throws IOException {
    var facts = files.facts(from);
    if (facts == null || !facts.regular()) {
      throw new IOException("is no file");
    }
    try (var in = Files.newInputStream(opened(from));
        var out = compressed(Files.newOutputStream(opened(to)), how)) {
      var block = new byte[BLOCK_BYTES];
      for (int got = in.read(block); got >= 0; got = in.read(block)) {
        out.write(block, 0, got);
      }
    }
  }

  private static int checked(Path path, int result) throws IOException {
    if (result < 0) {
      throw new IOException(path + ": " + Errno.sentence(-result));
    }
    return result;
  }

  /// What has been opened, wherever its path leads by now.
  static Path opened(int fd) {
    return Path.of("/proc/self/fd/" + fd);
  }

  private static OutputStream compressed(OutputStream to, Rotation.Compression how)
      throws IOException {
    return switch (how) {
      case GZIP -> new GZIPOutputStream(to, BLOCK_BYTES);
      case ZSTD -> new ZstdOutputStream(to);
      case NONE -> to;
    };
  }
}
