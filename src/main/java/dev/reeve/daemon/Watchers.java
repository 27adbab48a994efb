package dev.reeve.daemon;

import dev.reeve.model.Home;
import dev.reeve.store.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/// Leaves word that an init system starts this daemon again if it dies. A command that finds no
/// daemon then waits for that one: two would take turns in failing to get the home's lock.
record Watchers(Home home, Consumer<String> log) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  void arrive(Map<String, String> env) {
    boolean watched = env.containsKey("NOTIFY_SOCKET") || env.containsKey("RC_SVCNAME");
    try {
      if (watched) {
        AtomicFile.writeQuickly(home.watchedOver(), Files.readString(BOOT_ID));
      } else {
        Files.deleteIfExists(home.watchedOver());
      }
    } catch (IOException refused) {
      log.accept(home.watchedOver() + " cannot be written: " + refused);
    }
  }
}
