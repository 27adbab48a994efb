package dev.reeve.bench;

import dev.reeve.bench.Supervisor.App;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/// One supervisor in a home of its own, and the apps that it is given. After a failure all its
/// figures are NaN, and a note says why.
final class Stage implements AutoCloseable {
  private final String name;
  private final Path home;
  private final Supervisor.Session session;
  private final List<String> notes;
  private final Path marks;
  private boolean broken;

  Stage(Supervisor supervisor, Path home, List<String> notes) {
    this.name = supervisor.name();
    this.home = home;
    this.session = supervisor.open(home);
    this.notes = notes;
    this.marks = write("marks", "");
  }

  Path home() {
    return home;
  }

  Supervisor.Session session() {
    return session;
  }

  /// The figure, or NaN once something has failed here.
  double measure(String what, DoubleSupplier figure) {
    if (broken) {
      return Double.NaN;
    }
    try {
      return figure.getAsDouble();
    } catch (Command.Failed | UncheckedIOException failed) {
      broken = true;
      var why = String.valueOf(failed.getMessage()).replace(home.toString(), "~");
      notes.add(name + ", " + what + ": " + why);
      return Double.NaN;
    }
  }

  /// Milliseconds that the work took.
  double millis(String what, Runnable work) {
    return measure(
        what,
        () -> {
          var start = System.nanoTime();
          work.run();
          return (System.nanoTime() - start) / 1e6;
        });
  }

  /// Apps that say that they run, by a line with their pid, and then sleep.
  List<App> sleepers(int from, int to) {
    var text = "#!/bin/sh\necho $$ >>%s\nexec sleep 100000\n".formatted(marks);
    var script = write("sleeper", text);
    return IntStream.range(from, to)
        .mapToObj(n -> new App("app" + n, script, App.ITSELF, home.resolve("app.log"), ""))
        .toList();
  }

  App nodeApp(String name, Path script) {
    return new App(name, script, "node", home.resolve(name + ".log"), "");
  }

  App app(String name, String scriptText, String stamp) {
    var script = write(name, scriptText);
    return new App(name, script, App.ITSELF, home.resolve(name + ".log"), stamp);
  }

  /// Starts and waits until the apps themselves say that they run.
  void startAndAwait(List<App> apps) {
    var before = markCount();
    session.start(apps);
    awaitMarks(before + apps.size());
  }

  long markCount() {
    return pids().size();
  }

  void awaitMarks(long count) {
    Proc.await(() -> markCount() >= count, count + " runs of apps");
  }

  /// The pid of the run that began last.
  long newestPid() {
    return Long.parseLong(pids().getLast());
  }

  /// Grows by a line a run.
  long marksSize() {
    try {
      return Files.size(marks);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// A Node program that says that it runs, and then does nothing but what `more` says.
  Path nodeScript(String more) {
    return write(
        "app.js",
        """
        require('fs').appendFileSync('%s', process.pid + '\\n');
        setInterval(() => {}, 1 << 30);
        %s
        """
            .formatted(marks, more));
  }

  List<String> pids() {
    try {
      return Files.readAllLines(marks);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Path write(String file, String text) {
    var path = home.resolve(file);
    try {
      Files.writeString(path, text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    if (!path.toFile().setExecutable(true)) {
      throw new IllegalStateException("cannot make it executable: " + path);
    }
    return path;
  }

  @Override
  public void close() {
    broken = false;
    measure(
        "ending",
        () -> {
          session.close();
          return 0;
        });
  }
}
