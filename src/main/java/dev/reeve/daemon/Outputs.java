package dev.reeve.daemon;

import dev.reeve.logs.Journal;
import dev.reeve.logs.LineStyle;
import dev.reeve.logs.StreamLog;
import dev.reeve.logs.Workspace;
import dev.reeve.loop.Loop;
import dev.reeve.loop.Rank;
import dev.reeve.model.Home;
import dev.reeve.model.StdStream;
import dev.reeve.os.Kernel;
import dev.reeve.os.Readiness;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The pipes that runs write their output to, and where it goes. While a log can't be written, its
/// pipe is left alone and tried again twice a second: the app waits, we don't.
final class Outputs {
  private static final long BYTES_A_TURN = 1 << 20;

  /// More than a pipe holds: what was written before an exit is read before it is acted on.
  private static final long LAST_BYTES = 4 << 20;

  private static final long RETRY_NS = Duration.ofMillis(500).toNanos();

  private final Loop loop;
  private final Kernel kernel;
  private final Home home;
  private final Followers followers;
  private final Notebook notebook;
  private final Workspace workspace = new Workspace();
  private final Map<Integer, Pipe> refused = new LinkedHashMap<>();
  private final Runnable retry = this::retry;

  /// Before the name of a run's pipe, that of the file for the beginning of its line. Two runs of
  /// an instance, as in a reload, have one each.
  private static final String HELD = "held-";

  /// The reading end of a pipe, ours to close, and where it leads.
  record Pipe(String name, int fd, long inode, StreamLog log) {}

  Outputs(Loop loop, Kernel kernel, Home home, Followers followers, Notebook notebook) {
    this.notebook = notebook;
    this.loop = loop;
    this.kernel = kernel;
    this.home = home;
    this.followers = followers;
  }

  /// Begins to read a pipe.
  Pipe open(Supervised instance, StdStream stream, int fd) {
    var facts = kernel.facts("/proc/self/fd/" + fd);
    var name = FdStore.nameOf(instance.mark, stream);
    var pipe = new Pipe(name, fd, facts == null ? 0 : facts.inode(), log(instance, stream));
    notebook.keepPipe(name, fd);
    watch(pipe);
    return pipe;
  }

  /// Goes on reading a pipe of a dead daemon's, which its journal says something of or not. Without
  /// a pipe (`fd` is negative) nothing is read: its app has put something else in its place.
  Pipe takeOver(Supervised instance, StdStream stream, Found found) {
    var name = FdStore.nameOf(instance.mark, stream);
    var pipe = new Pipe(name, found.fd, found.inode, log(instance, stream));
    if (found.fd >= 0) {
      pipe.log.recover(found.fd, found.entry, kernel.wallMs());
      watch(pipe);
    }
    return pipe;
  }

  /// A pipe that was found again.
  record Found(int fd, long inode, Journal.@Nullable Entry entry) {}

  private StreamLog log(Supervised instance, StdStream stream) {
    var source = new LineStyle.Source(instance.id.number(), instance.spec.name(), stream);
    var own = stream == StdStream.OUT ? instance.logs.out() : instance.logs.error();
    var spool = home.state().resolve(HELD + FdStore.nameOf(instance.mark, stream));
    var outlet =
        new StreamLog.Outlet(
            workspace,
            () -> followers.want(instance, stream),
            (bytes, from, to, wallMs) ->
                followers.line(instance, stream, new Followers.Bytes(bytes, from, to, wallMs)),
            new StreamLog.Place(kernel, notebook.journal(instance, stream), spool));
    var files = Arrays.asList(own, instance.logs.combined());
    return new StreamLog(source, instance.spec.logs(), files, outlet);
  }

  /// Removes what runs have left that nobody will hear of again; `isKnown` says by the name of its
  /// pipe whether one may be.
  void discardHeld(Predicate<String> isKnown) {
    try (var held = Files.newDirectoryStream(home.state(), HELD + "*")) {
      for (var each : held) {
        if (!isKnown.test(String.valueOf(each.getFileName()).substring(HELD.length()))) {
          Files.deleteIfExists(each);
        }
      }
    } catch (IOException | DirectoryIteratorException refused) {
      // It is in nobody's way, and is looked for again by the next daemon.
    }
  }

  private void watch(Pipe pipe) {
    loop.watch(pipe.fd, Readiness.READ, Rank.OUTPUT, (_, _, _) -> pump(pipe, BYTES_A_TURN));
  }

  /// A fault of ours leaves the pipe alone as a refusal does: what would fault again in each turn
  /// is tried twice a second.
  private void pump(Pipe pipe, long limitBytes) {
    var outcome = StreamLog.Pumped.REFUSED;
    if (followers.full()) {
      settle(pipe, outcome);
      return;
    }
    try {
      outcome = pipe.log.pump(pipe.fd, limitBytes, kernel.wallMs());
    } finally {
      settle(pipe, outcome);
    }
  }

  private void settle(Pipe pipe, StreamLog.Pumped outcome) {
    switch (outcome) {
      case EMPTY, MORE -> {}
      // Every writer is gone, though the run may live on: nothing comes, and the end would be told
      // again in each turn. The descriptor is closed with the run.
      case ENDED -> loop.unwatch(pipe.fd);
      case REFUSED -> {
        loop.unwatch(pipe.fd);
        if (refused.isEmpty()) {
          loop.arm(retry, loop.nowNs() + RETRY_NS);
        }
        refused.put(pipe.fd, pipe);
      }
    }
  }

  /// Pipes that were left alone are read again.
  void retry() {
    var all = List.copyOf(refused.values());
    refused.clear();
    for (var pipe : all) {
      watch(pipe);
      loop.guarded(() -> pump(pipe, BYTES_A_TURN));
    }
  }

  /// Reads the last words of a process that has ended; others of its run may still write.
  void drain(Pipe pipe) {
    if (pipe.fd >= 0 && !refused.containsKey(pipe.fd)) {
      loop.guarded(() -> pump(pipe, LAST_BYTES));
    }
  }

  /// Nobody writes any more.
  void close(Pipe pipe) {
    refused.remove(pipe.fd);
    loop.unwatch(pipe.fd);
    loop.guarded(() -> pipe.log.finish(pipe.fd, kernel.wallMs()));
    if (pipe.fd >= 0) {
      notebook.forgetPipe(pipe.name);
      kernel.close(pipe.fd);
    }
  }
}
