package dev.reeve.monit;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.Connection;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.Home;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Carries out what the user asks for, a connection each: a stop that takes its time holds up
/// nothing else.
final class Actions {
  private static final int AT_ONCE = 4;
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final Home home;
  private final BlockingQueue<Event> events;
  private final Runnable done;
  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          AT_ONCE, work -> Thread.ofPlatform().daemon().name("action").unstarted(work));

  /// `done` runs after each action, however it went.
  Actions(Home home, BlockingQueue<Event> events, Runnable done) {
    this.home = home;
    this.events = events;
    this.done = done;
  }

  void begin(Effect.Act act) {
    workers.execute(() -> {
      try {
        events.put(carriedOut(act));
        done.run();
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private Event.Acted carriedOut(Effect.Act act) {
    try (var connection = Connection.open(home)) {
      return told(act, connection.call(request(act), LIMIT));
    } catch (NoAnswer none) {
      return failed(act, none.sentence());
    }
  }

  private static Request request(Effect.Act act) {
    var targets = List.of(act.id().toString());
    return switch (act.action()) {
      case RESTART, RELOAD -> new Request.Restart(targets, null);
      case STOP -> new Request.Stop(targets);
    };
  }

  private static Event.Acted told(Effect.Act act, Reply reply) {
    return switch (reply) {
      case Reply.Refused(var message, var hint) ->
          failed(act, message + (hint == null ? "" : "; " + hint));
      case Reply.Done(var outcomes) -> {
        for (var outcome : outcomes) {
          if (!outcome.ok()) {
            yield failed(act, outcome.message());
          }
        }
        yield new Event.Acted(act.label() + " " + act.action().done(), true);
      }
      default -> failed(act, "the daemon gave an answer of another kind");
    };
  }

  private static Event.Acted failed(Effect.Act act, String why) {
    return new Event.Acted(act.action().verb() + " " + act.label() + " failed: " + why, false);
  }
}
