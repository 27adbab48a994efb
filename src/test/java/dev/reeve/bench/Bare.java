package dev.reeve.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// No supervisor: apps are started as they are, in the environment that a supervisor would have. As
/// a daemon's apps they are in a session of their own: the kernel shares its processors out among
/// sessions first (`sched_autogroup_enabled`, `man 7 sched`), and on a busy machine a server in the
/// client's session looked a third quicker than one that was not (measured).
record Bare() implements Supervisor {
  @Override
  public String name() {
    return "bare";
  }

  @Override
  public Session open(Path home) {
    return new BareSession(home, new ArrayList<>());
  }

  private record BareSession(Path home, List<Process> processes) implements Session {
    @Override
    public void boot() {
      // There is nothing.
    }

    @Override
    public void start(List<App> apps) {
      for (var app : apps) {
        var builder = new ProcessBuilder("setsid", app.interpreter(), "" + app.script());
        builder.environment().clear();
        builder.environment().putAll(Command.bare(home));
        builder.directory(home.toFile()).redirectInput(Path.of("/dev/null").toFile());
        builder.redirectErrorStream(true).redirectOutput(app.log().toFile());
        try {
          processes.add(builder.start());
        } catch (IOException failed) {
          throw new UncheckedIOException(failed);
        }
      }
    }

    @Override
    public void restartAll() {
      throw new Command.Failed("nobody is there to restart");
    }

    @Override
    public void deleteAll() {
      close();
    }

    @Override
    public Map<String, List<String>> listings() {
      return Map.of();
    }

    @Override
    public void run(List<String> command) {
      throw new Command.Failed("nobody is there for " + command);
    }

    @Override
    public void command(String... words) {
      run(List.of(words));
    }

    /// The first app.
    @Override
    public long daemonPid() {
      return processes.getFirst().pid();
    }

    @Override
    public void close() {
      processes.forEach(each -> Proc.endAfter(each.pid(), each::destroy));
      processes.clear();
    }
  }
}
