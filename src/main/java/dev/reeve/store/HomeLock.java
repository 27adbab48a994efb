package dev.reeve.store;

import dev.reeve.model.Home;
import dev.reeve.model.PlainFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One daemon a home: a lock on a file, held until the process is gone, however it goes.
public final class HomeLock {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private final Path file;

  /// Open as long as the process lives: closing it would give the lock away. Null when it was taken
  /// before this process became what it is.
  private final @Nullable FileChannel channel;

  private HomeLock(Path file, @Nullable FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// The lock that this process took before it became what it is; it goes with the process, and
  /// with the first descriptor of the file that is closed.
  public static HomeLock inherited(Home home) throws IOException {
    return new HomeLock(home.daemonLock().toRealPath(), null);
  }

  /// The descriptor that must stay open, or -1.
  public int descriptor() throws IOException {
    try (var all = Files.newDirectoryStream(DESCRIPTORS)) {
      for (var each : all) {
        if (Files.isSymbolicLink(each) && Files.readSymbolicLink(each).equals(file)) {
          return Integer.parseInt(String.valueOf(each.getFileName()));
        }
      }
    }
    return -1;
  }

  /// The lock of a home, or nothing when another daemon holds it.
  public static Optional<HomeLock> take(Home home) throws IOException {
    PlainFile.check(home.daemonLock());
    var channel =
        FileChannel.open(home.daemonLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new HomeLock(home.daemonLock().toRealPath(), channel));
  }

  public boolean held() throws IOException {
    return channel == null ? descriptor() >= 0 : channel.isOpen();
  }
}
