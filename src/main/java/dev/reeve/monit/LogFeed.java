package dev.reeve.monit;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.Connection;
import dev.reeve.client.LineFilter;
import dev.reeve.client.LogHistory;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.Home;
import dev.reeve.model.InstanceId;
import dev.reeve.model.StdStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Follows the log of one instance at a time: what its files hold, then what it writes. When the
/// daemon goes it tries again each second.
final class LogFeed implements Runnable {
  private static final int HISTORY_LINES = 200;
  private static final int BATCH_LINES = 200;
  private static final long RETRY_MS = 1000;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Home home;
  private final BlockingQueue<Event> events;
  private final List<LogLine> batch = new ArrayList<>();
  private @Nullable InstanceId wanted;
  private @Nullable Connection open;

  LogFeed(Home home, BlockingQueue<Event> events) {
    this.home = home;
    this.events = events;
  }

  /// This one from now on. A connection has one request, so the old one is closed.
  synchronized void follow(@Nullable InstanceId id) {
    wanted = id;
    if (open != null) {
      open.close();
    }
    notifyAll();
  }

  @Override
  public void run() {
    try {
      while (true) {
        var id = nextWanted();
        try (var connection = Connection.open(home)) {
          if (opened(connection, id)) {
            follow(connection, id);
          }
        } catch (NoAnswer gone) {
          batch.clear();
        }
        closed(id);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized InstanceId nextWanted() throws InterruptedException {
    while (wanted == null) {
      wait();
    }
    return wanted;
  }

  /// False if another one is wanted by now.
  private synchronized boolean opened(Connection connection, InstanceId id) {
    open = connection;
    return id.equals(wanted);
  }

  /// Whoever wants another one does not wait.
  private synchronized void closed(InstanceId id) throws InterruptedException {
    open = null;
    long untilMs = System.nanoTime() / 1_000_000 + RETRY_MS;
    for (long left = RETRY_MS; left > 0 && Objects.equals(id, wanted); ) {
      wait(left);
      left = untilMs - System.nanoTime() / 1_000_000;
    }
  }

  private void follow(Connection connection, InstanceId id) throws NoAnswer, InterruptedException {
    var request = new Request.Follow(List.of(id.toString()), EnumSet.allOf(StdStream.class));
    if (!(connection.call(request, LIMIT, push -> onPush(id, push))
        instanceof Reply.Following(var positions))) {
      return;
    }
    events.put(new Event.Opened(id, history(positions)));
    connection.follow(push -> onPush(id, push), () -> flushed(id));
  }

  private static List<LogLine> history(List<Reply.LogPosition> positions) {
    var lines = new ArrayList<LogLine>();
    for (var position : positions) {
      var path = Path.of(position.path());
      if (position.size() == 0 || !Files.isReadable(path)) {
        continue;
      }
      lines.add(LogLine.note("── " + position.path()));
      try (var history = new LogHistory(path, position.size(), LineFilter.ALL)) {
        history.last(
            HISTORY_LINES,
            (bytes, from, to) ->
                lines.add(LogLine.of(position.stream(), LineFilter.text(bytes, from, to))));
      } catch (IOException unreadable) {
        lines.add(LogLine.note("it can't be read: " + unreadable.getMessage()));
      }
    }
    lines.add(LogLine.note("── from now on"));
    return lines;
  }

  private void onPush(InstanceId id, Push push) {
    switch (push) {
      case Push.Line(var _, var _, var stream, var text, long _) ->
          batch.add(LogLine.of(stream, text));
      case Push.Dropped(long lines) ->
          batch.add(LogLine.note("[" + lines + " lines dropped: they are in the log files]"));
      case Push.Progress _, Push.Notice _ -> {}
    }
    if (batch.size() >= BATCH_LINES) {
      flushed(id);
    }
  }

  /// A full queue makes us wait, and so the daemon drop lines rather than anyone grow.
  private boolean flushed(InstanceId id) {
    try {
      if (!batch.isEmpty()) {
        events.put(new Event.Wrote(id, List.copyOf(batch)));
        batch.clear();
      }
      return true;
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
