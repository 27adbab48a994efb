package dev.reeve.daemon;

import dev.reeve.loop.Deadlines;
import dev.reeve.loop.Loop;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Posts facts to addresses, off the loop's thread. Nothing of it is there until the first one, and
/// its threads end when there is nothing to post.
final class Webhooks {
  private static final int THREADS = 2;
  private static final int MOST_WAITING = 200;
  private static final long IDLE_SECONDS = 10;

  private final Loop loop;
  private @Nullable ThreadPoolExecutor pool;

  /// What to post where, and how long it may take in all.
  record Letter(String url, String json, long limitNs) {}

  /// One that is under way. Its timer and its thread are at odds about who ends it.
  private static final class Delivery {
    final Letter letter;
    final Consumer<@Nullable String> whenDone;
    final AtomicReference<@Nullable HttpURLConnection> connection = new AtomicReference<>();
    Runnable timer = () -> {};
    boolean over;

    Delivery(Letter letter, Consumer<@Nullable String> whenDone) {
      this.letter = letter;
      this.whenDone = whenDone;
    }
  }

  Webhooks(Loop loop) {
    this.loop = loop;
  }

  /// `whenDone` is told in a later turn: null, or what went wrong. What is returned ends it without
  /// a word.
  Runnable post(Letter letter, Consumer<@Nullable String> whenDone) {
    var delivery = new Delivery(letter, whenDone);
    delivery.timer = () -> end(delivery, "took longer than " + letter.limitNs / 1_000_000 + " ms");
    loop.arm(delivery.timer, loop.nowNs() + letter.limitNs);
    try {
      pool()
          .execute(() -> {
            var fault = deliver(delivery);
            loop.post(() -> end(delivery, fault));
          });
    } catch (RejectedExecutionException full) {
      loop.post(() -> end(delivery, "left out: " + MOST_WAITING + " others wait to be posted"));
    }
    return () -> {
      delivery.over = true;
      cut(delivery);
    };
  }

  private ThreadPoolExecutor pool() {
    if (pool == null) {
      var made =
          new ThreadPoolExecutor(
              THREADS,
              THREADS,
              IDLE_SECONDS,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(MOST_WAITING),
              Thread.ofPlatform().daemon().name("webhook").factory());
      made.allowCoreThreadTimeOut(true);
      pool = made;
    }
    return pool;
  }

  /// How many are under way or wait.
  int underWay() {
    return pool == null ? 0 : pool.getActiveCount() + pool.getQueue().size();
  }

  private void end(Delivery delivery, @Nullable String fault) {
    loop.arm(delivery.timer, Deadlines.NEVER);
    if (delivery.over) {
      return;
    }
    delivery.over = true;
    cut(delivery);
    delivery.whenDone.accept(fault);
  }

  /// Whoever answers a byte a second must not keep a thread. Closing may wait, so not here.
  private static void cut(Delivery delivery) {
    var connection = delivery.connection.getAndSet(null);
    if (connection != null) {
      Thread.ofPlatform().daemon().name("webhook end").start(connection::disconnect);
    }
  }

  private static @Nullable String deliver(Delivery delivery) {
    var letter = delivery.letter;
    var body = letter.json.getBytes(StandardCharsets.UTF_8);
    int limitMs = (int) Math.min(Integer.MAX_VALUE, letter.limitNs / 1_000_000);
    HttpURLConnection connection = null;
    try {
      connection = (HttpURLConnection) URI.create(letter.url).toURL().openConnection();
      delivery.connection.set(connection);
      connection.setRequestMethod("POST");
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(limitMs);
      connection.setReadTimeout(limitMs);
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(body.length);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setRequestProperty("User-Agent", "reeve");
      connection.setRequestProperty("Connection", "close");
      try (var out = connection.getOutputStream()) {
        out.write(body);
      }
      int status = connection.getResponseCode();
      return status >= 200 && status < 300 ? null : "answered " + status;
    } catch (IOException | RuntimeException refused) {
      return "cannot be posted: " + String.valueOf(refused.getMessage());
    } finally {
      if (connection != null && delivery.connection.getAndSet(null) != null) {
        connection.disconnect();
      }
    }
  }
}
