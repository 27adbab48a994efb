package dev.reeve.daemon;

import dev.reeve.lifecycle.Input;
import dev.reeve.loop.Loop;
import dev.reeve.loop.Rank;
import dev.reeve.model.BoundedMatch;
import dev.reeve.model.Home;
import dev.reeve.model.Ready;
import dev.reeve.os.Errno;
import dev.reeve.os.Kernel;
import dev.reeve.os.Place;
import dev.reeve.os.Readiness;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds out that runs are ready in the ways that need no message channel: a line of the log, a
/// notification, a port, an address.
final class Readying {
  private static final long BETWEEN_TRIES_NS = Duration.ofMillis(100).toNanos();
  private static final int LONGEST_NOTE = 4096;

  /// Notes that are read in one turn; a program may send them without end.
  private static final int MOST_NOTES = 64;

  /// Half a second's, for all lines of a run together.
  private static final long MOST_LOOKS = 100_000_000;

  private final Loop loop;
  private final Kernel kernel;
  private final Home home;
  private final Followers followers;
  private final BiConsumer<Supervised, Input> inputs;
  private final DaemonLog log;

  /// `inputs` is the supervisor's door.
  Readying(Loop loop, Kernel kernel, Home home, Parts parts) {
    this.loop = loop;
    this.kernel = kernel;
    this.home = home;
    this.followers = parts.followers;
    this.inputs = parts.inputs;
    this.log = parts.log;
  }

  record Parts(Followers followers, BiConsumer<Supervised, Input> inputs, DaemonLog log) {}

  /// Where the run with a mark says that it is ready, for NOTIFY_SOCKET.
  static Path notifySocket(Home home, String mark) {
    return home.state().resolve("notify-" + mark + ".sock");
  }

  /// Before the run is spawned, as it may be quick: what ends the watch, or null without one.
  @Nullable Runnable begin(Supervised instance) {
    var ready = instance.spec.start().ready();
    if (ready == null) {
      return null;
    }
    return switch (ready.kind()) {
      case LISTENING -> null;
      case LOG -> onLine(instance, Pattern.compile(ready.what()));
      case NOTIFY -> onNote(instance);
      case HTTP, TCP -> onProbe(instance, ready);
    };
  }

  private void isReady(Supervised instance, String mark) {
    if (instance.mark.equals(mark)) {
      inputs.accept(instance, new Input.ReadySignalled());
    }
  }

  /// An expression that costs too much is searched for no longer: the app is late then, and not
  /// everybody.
  private Runnable onLine(Supervised instance, Pattern pattern) {
    var mark = instance.mark;
    var wanted = new BoundedMatch(pattern, MOST_LOOKS);
    var follower =
        new Followers.Follower(
            (other, _) -> other == instance,
            line -> {
              boolean searched = !wanted.exhausted();
              if (wanted.find(line.text())) {
                loop.post(() -> isReady(instance, mark));
              } else if (searched && wanted.exhausted()) {
                tellTooCostly(instance, pattern);
              }
            });
    followers.add(follower);
    return () -> followers.remove(follower);
  }

  private void tellTooCostly(Supervised instance, Pattern pattern) {
    log.say(
        "%s: ready.log is searched for no more, '%s' takes too long: nest no repetitions"
            .formatted(instance, pattern));
  }

  private @Nullable Runnable onNote(Supervised instance) {
    var mark = instance.mark;
    var path = notifySocket(home, mark).toString();
    var place = new Place(Place.Kind.UNIX_DATAGRAM, path, -1, 0);
    int fd = kernel.bind(place, 0);
    if (fd < 0) {
      log.say(
          "%s can't say that it is ready: its socket %s can't be made: %s"
              .formatted(instance, path, Errno.sentence(-fd)));
      return null;
    }
    var note = new byte[LONGEST_NOTE];
    loop.watch(
        fd,
        Readiness.READ,
        Rank.OUTPUT,
        (_, _, _) -> {
          for (int i = 0; i < MOST_NOTES; i++) {
            int length = kernel.receive(fd, note, 0, note.length);
            if (length <= 0) {
              return;
            }
            var text = new String(note, 0, length, StandardCharsets.UTF_8);
            if (text.lines().anyMatch("READY=1"::equals)) {
              isReady(instance, mark);
            }
          }
        });
    return () -> {
      loop.unwatch(fd);
      kernel.close(fd);
      kernel.unlinkSocket(place);
    };
  }

  /// A thread for each run that is asked: it ends with the answer, or with the run.
  private Runnable onProbe(Supervised instance, Ready ready) {
    var mark = instance.mark;
    var thread =
        Thread.ofPlatform()
            .daemon()
            .name("probe " + instance)
            .start(() -> {
              while (!Thread.currentThread().isInterrupted() && !Probe.answers(ready)) {
                LockSupport.parkNanos(BETWEEN_TRIES_NS);
              }
              if (!Thread.currentThread().isInterrupted()) {
                loop.post(() -> isReady(instance, mark));
              }
            });
    return thread::interrupt;
  }
}
