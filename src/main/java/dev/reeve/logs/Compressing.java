package dev.reeve.logs;

import dev.reeve.model.Rotation;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/// Compresses one generation so that it is always there as a whole: beside it first, then renamed,
/// then the original goes. One that is found twice after a death of ours is compressed again.
final class Compressing {
  static final String PART = ".part";
  private static final int BLOCK_BYTES = 64 << 10;

  private Compressing() {}

  /// `changed` becomes the time of the compressed file: its place among the others.
  static void run(Path original, Rotation.Compression how, Instant changed) throws IOException {
    var whole = original.resolveSibling(original.getFileName() + how.ending());
    var part = original.resolveSibling(whole.getFileName() + PART);
    Files.deleteIfExists(part);
    try (var in = Files.newInputStream(original);
        var out = compressed(create(part), how)) {
      var block = new byte[BLOCK_BYTES];
      for (int got = in.read(block); got >= 0; got = in.read(block)) {
        out.write(block, 0, got);
      }
    } catch (NoSuchFileException deletedMeanwhile) {
      return;
    } catch (IOException refused) {
      Files.deleteIfExists(part);
      throw refused;
    }
    Files.setLastModifiedTime(part, FileTime.from(changed));
    Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(original);
  }

  private static OutputStream create(Path part) throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(part, mode);
    return Files.newOutputStream(part);
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
