package dev.reeve.client;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/// Closes a resource when time is up, which ends the blocking call on it. Closed itself in time, it
/// does nothing.
final class Deadline implements AutoCloseable {
  private final Thread watch;
  private volatile boolean passed;

  Deadline(Duration limit, Closeable resource) {
    watch = new Thread(() -> await(limit, resource), "deadline");
    watch.setDaemon(true);
    watch.start();
  }

  private void await(Duration limit, Closeable resource) {
    try {
      Thread.sleep(limit);
      passed = true;
      resource.close();
    } catch (InterruptedException inTime) {
      Thread.currentThread().interrupt();
    } catch (IOException closing) {
      passed = true;
    }
  }

  boolean passed() {
    return passed;
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
