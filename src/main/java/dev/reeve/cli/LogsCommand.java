package dev.reeve.cli;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.Connection;
import dev.reeve.client.LineFilter;
import dev.reeve.client.LineSink;
import dev.reeve.client.LineTimes;
import dev.reeve.client.LogHistory;
import dev.reeve.client.LogMarks;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.InstanceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `logs`: what the files hold, then each line as the daemon pushes it; and when the daemon goes,
/// the next one's.
final class LogsCommand {
  private static final Duration QUESTION = Duration.ofSeconds(10);
  private static final long POLL_MS = 100;
  private static final long SETTLE_NS = Duration.ofSeconds(5).toNanos();
  private static final int SETTLE_LINES = 1000;

  private final Session session;
  private final LogOptions options;
  private final LogPrinter printer;
  private final LogSources sources = new LogSources();
  private final LogMarks marks = new LogMarks();
  private final Map<Path, LogPrinter.Owner> owners = new HashMap<>();
  private long settledNs = System.nanoTime();
  private int unsettled;
  private boolean toldOfTimes;
  private Runnable onFollowing = () -> {};

  LogsCommand(Session session, Arguments arguments) throws Failed {
    this.session = session;
    this.options = LogOptions.of(arguments, session.context().nowMs().getAsLong());
    this.printer = new LogPrinter(session.context().streams(), session.paint(), arguments);
  }

  /// Runs once, when no line can be missed any more.
  LogsCommand onFollowing(Runnable other) {
    onFollowing = other;
    return this;
  }

  int run() throws Failed, NoAnswer {
    var reply = session.ask(new Request.Follow(options.targets(), options.streams()));
    if (!(reply instanceof Reply.Following(var positions))) {
      throw Session.unexpected(reply);
    }
    if (needsTimes()) {
      learn();
    }
    if (options.lines() > 0) {
      tell();
      history(positions);
    }
    session.out().flush();
    if (options.follows()) {
      if (!needsTimes()) {
        learn();
      }
      mark(positions);
      onFollowing.run();
      followOn();
    }
    return Exits.DONE;
  }

  private void tell() {
    var targets = String.join(", ", options.targets());
    session
        .notices()
        .say(
            options.sinceMs() != null
                ? "history for " + targets + " since the moment asked for"
                : "up to "
                    + options.lines()
                    + " lines of history a file for "
                    + targets
                    + "; --lines <n> asks for another number");
  }

  /// On a connection of its own: the other one is busy with lines.
  private void learn() {
    try (var connection = Connection.open(session.context().home())) {
      var reply = connection.call(new Request.Describe(options.targets()), QUESTION);
      if (reply instanceof Reply.Details(var details)) {
        sources.add(details);
      }
    } catch (NoAnswer gone) {
      session.notices().warn(gone.sentence());
    }
  }

  /// A file that several instances share is printed once.
  private void history(List<Reply.LogPosition> positions) {
    var done = new HashSet<String>();
    for (var position : positions) {
      if (session.out().checkError()) {
        return;
      }
      if (done.add(position.path())) {
        history(position);
      }
    }
  }

  private void history(Reply.LogPosition position) {
    var path = Path.of(position.path());
    var times = times(position.id());
    try (var history = new LogHistory(path, position.size(), options.filter())) {
      if (history.isEmpty()) {
        return;
      }
      session.notices().print("--- " + path);
      var sink = printer.past(owner(position), times);
      if (options.sinceMs() == null) {
        history.last(options.lines(), sink);
      } else {
        tellOfTimes(times);
        history.since(options.sinceMs(), times, sink);
      }
      session.out().flush();
      session.notices().print("");
    } catch (IOException unreadable) {
      session.notices().warn(path + " can't be read: " + unreadable.getMessage());
    }
  }

  private boolean needsTimes() {
    return options.sinceMs() != null || printer.needsTime();
  }

  private @Nullable LineTimes times(InstanceId id) {
    return needsTimes() ? sources.times(id) : null;
  }

  private void tellOfTimes(@Nullable LineTimes times) {
    if (times == null && !toldOfTimes) {
      toldOfTimes = true;
      session.notices().warn("lines without a stamp have no time: the time of their file decides");
    }
  }

  private static LogPrinter.Owner owner(Reply.LogPosition position) {
    return new LogPrinter.Owner(position.id(), position.name(), position.stream());
  }

  private void mark(List<Reply.LogPosition> positions) {
    for (var position : positions) {
      owners.put(Path.of(position.path()), owner(position));
      quietly(() -> marks.set(Path.of(position.path()), position.size()));
    }
  }

  private interface Reading {
    void run() throws IOException;
  }

  private void quietly(Reading reading) {
    try {
      reading.run();
    } catch (IOException unreadable) {
      session.notices().warn("a log file can't be read: " + unreadable);
    }
  }

  private void followOn() throws NoAnswer {
    var connection = session.daemon();
    while (true) {
      try {
        connection.follow(this::push, this::goesOn);
      } catch (NoAnswer broken) {
        if (broken.why() != NoAnswer.Why.BROKEN) {
          throw broken;
        }
      }
      connection.close();
      if (session.out().checkError()) {
        return;
      }
      session.notices().warn("the daemon is gone; waiting for one");
      var next = await();
      if (next == null) {
        return;
      }
      connection = next;
    }
  }

  /// Asked before each wait.
  private boolean goesOn() {
    boolean due = System.nanoTime() - settledNs > SETTLE_NS || unsettled > SETTLE_LINES;
    if (unsettled > 0 && due) {
      quietly(marks::settle);
      settledNs = System.nanoTime();
      unsettled = 0;
    }
    return !session.out().checkError();
  }

  private void push(Push push) {
    switch (push) {
      case Push.Line line -> line(line);
      case Push.Dropped(long lines) ->
          session.notices().warn("[" + lines + " lines dropped: they are in the log files]");
      case Push.Progress _, Push.Notice _ -> {}
    }
  }

  private void line(Push.Line line) {
    if (!sources.knows(line.id())) {
      learn();
    }
    var file = sources.file(line.id(), line.stream());
    var owner = new LogPrinter.Owner(line.id(), line.name(), line.stream());
    if (file != null && !marks.files().contains(file)) {
      owners.put(file, owner);
      quietly(() -> marks.set(file, Files.size(file)));
    } else {
      marks.pushed(file);
    }
    unsettled++;
    var shown = sources.stamped(line.id(), line.text(), line.atMs());
    if (options.filter().wants(shown)) {
      printer.live(owner, shown, line.text(), line.atMs());
    }
  }

  /// The next daemon, once it knows what is followed; null if nobody reads any more.
  private @Nullable Connection await() throws NoAnswer {
    while (!session.out().checkError()) {
      try {
        Thread.sleep(POLL_MS);
        var connection = Connection.open(session.context().home());
        if (follow(connection)) {
          return connection;
        }
        connection.close();
      } catch (NoAnswer notYet) {
        if (notYet.why() != NoAnswer.Why.ABSENT && notYet.why() != NoAnswer.Why.BROKEN) {
          throw notYet;
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return null;
      }
    }
    return null;
  }

  /// First what the files have that nobody pushed; then what they got until the daemon answered.
  private boolean follow(Connection connection) throws NoAnswer {
    marks.files().forEach(file -> quietly(() -> rest(file, Files.size(file))));
    var request = new Request.Follow(options.targets(), options.streams());
    if (!(connection.call(request, QUESTION) instanceof Reply.Following(var positions))) {
      return false;
    }
    learn();
    for (var position : positions) {
      var path = Path.of(position.path());
      if (marks.files().contains(path)) {
        quietly(() -> rest(path, position.size()));
      }
    }
    mark(positions);
    return true;
  }

  private void rest(Path file, long size) throws IOException {
    var owner = owners.get(file);
    if (owner != null) {
      marks.rest(file, size, wanted(printer.past(owner, times(owner.id()))));
    }
  }

  private LineSink wanted(LineSink sink) {
    return (bytes, from, to) -> {
      if (options.filter().wants(LineFilter.text(bytes, from, to))) {
        sink.line(bytes, from, to);
      }
    };
  }
}
