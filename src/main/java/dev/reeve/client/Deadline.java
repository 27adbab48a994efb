package dev.reeve.client;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Closes a resource when time is up, or when the other side is found not to work any more, which
/// ends the blocking call on it. Closed itself in time, it does nothing.
final class Deadline implements AutoCloseable {
  /// After this long, and each time again, it is asked whether the other side works.
  static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(5);

  private final Thread watch;
  private volatile boolean passed;
  private volatile boolean dead;

  Deadline(Duration limit, Closeable resource, BooleanSupplier works) {
    watch = new Thread(() -> await(limit, resource, works), "deadline");
    watch.setDaemon(true);
    watch.start();
  }

  private void await(Duration limit, Closeable resource, BooleanSupplier works) {
    try {
      long leftMs = limit.toMillis();
      while (leftMs > 0 && !dead) {
        long stepMs = Math.min(leftMs, BETWEEN_QUESTIONS.toMillis());
        Thread.sleep(stepMs);
        leftMs -= stepMs;
        dead = leftMs > 0 && !works.getAsBoolean();
      }
      passed = true;
      resource.close();
    } catch (InterruptedException inTime) {
      Thread.currentThread().interrupt();
    } catch (IOException closing) {
      passed = true;
    }
  }

  /// Whether the call was ended by this.
  boolean passed() {
    return passed;
  }

  /// Whether that was because the other side does not work.
  boolean dead() {
    return dead;
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
