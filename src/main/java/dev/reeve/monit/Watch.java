package dev.reeve.monit;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.Connection;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.Home;
import dev.reeve.model.InstanceId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Looks at the list once a second. Without a daemon it tries again as often, and starts none: who
/// ended the daemon meant it.
final class Watch implements Runnable {
  private static final long PERIOD_MS = 1000;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Home home;
  private final BlockingQueue<Event> events;
  private @Nullable InstanceId attended;
  private boolean hurried;

  Watch(Home home, BlockingQueue<Event> events) {
    this.home = home;
    this.events = events;
  }

  /// From now on this one is described.
  synchronized void attend(@Nullable InstanceId id) {
    attended = id;
    hurry();
  }

  /// Looks again at once.
  synchronized void hurry() {
    hurried = true;
    notifyAll();
  }

  @Override
  public void run() {
    try {
      while (true) {
        try (var connection = Connection.open(home)) {
          while (true) {
            look(connection);
            pause();
          }
        } catch (NoAnswer gone) {
          events.put(new Event.Lost(gone.sentence()));
        }
        pause();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Connection connection) throws NoAnswer, InterruptedException {
    if (connection.call(new Request.Listing(), LIMIT) instanceof Reply.Views(var views)) {
      events.put(new Event.Listed(views, System.currentTimeMillis()));
    }
    var id = attended();
    if (id == null) {
      return;
    }
    // Refused when it has just left the list; the next look knows.
    var described = connection.call(new Request.Describe(List.of(id.toString())), LIMIT);
    if (described instanceof Reply.Details(var details) && !details.isEmpty()) {
      events.put(new Event.Described(details.getFirst()));
    }
  }

  private synchronized @Nullable InstanceId attended() {
    return attended;
  }

  private synchronized void pause() throws InterruptedException {
    long untilMs = System.nanoTime() / 1_000_000 + PERIOD_MS;
    for (long left = PERIOD_MS; !hurried && left > 0; ) {
      wait(left);
      left = untilMs - System.nanoTime() / 1_000_000;
    }
    hurried = false;
  }
}
