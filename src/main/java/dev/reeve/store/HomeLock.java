package dev.reeve.store;

import dev.reeve.model.Home;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// One daemon a home: a lock on a file, held until the process is gone, however it goes.
public final class HomeLock {
  /// Open as long as the process lives: closing it would give the lock away.
  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /// The lock of a home, or nothing when another daemon holds it.
  public static Optional<HomeLock> take(Home home) throws IOException {
    var channel =
        FileChannel.open(home.daemonLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new HomeLock(channel));
  }

  public boolean held() {
    return channel.isOpen();
  }
}
