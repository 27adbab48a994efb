package dev.reeve.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Writes a file so that there is always a whole one: beside it, to the disk, then renamed.
public final class AtomicFile {
  private AtomicFile() {}

  /// Readable and writable by its owner only.
  public static void write(Path file, String text) throws IOException {
    write(file, text, true);
  }

  /// The same without waiting for the disk: for what is of no use after the machine has gone down.
  public static void writeQuickly(Path file, String text) throws IOException {
    write(file, text, false);
  }

  private static void write(Path file, String text, boolean toDisk) throws IOException {
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.deleteIfExists(fresh);
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(fresh, options, mode)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (toDisk) {
        channel.force(true);
      }
    } catch (IOException refused) {
      // A full disk needs the room that the half file takes.
      Files.deleteIfExists(fresh);
      throw refused;
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
