package dev.reeve.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// PM2's own daemon in a home. Its `kill` may return while it is still on its way out.
record Pm2Daemon(long pid) {

  /// As it is now; the pid is 0 if there is none.
  static Pm2Daemon of(Path home) throws IOException {
    try {
      return new Pm2Daemon(Long.parseLong(Files.readString(home.resolve("pm2.pid")).strip()));
    } catch (NoSuchFileException none) {
      return new Pm2Daemon(0);
    }
  }

  void untilGone() throws Exception {
    RealHome.eventually(() -> pid == 0 || !RealHome.alive(pid));
  }
}
