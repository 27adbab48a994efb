package dev.reeve.bench;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Debian's supervisord, unpacked into `folder`. It has no `jlist`, and cannot stamp lines.
record Supervisord(Path folder) implements Supervisor {
  @Override
  public String name() {
    return "supervisord";
  }

  @Override
  public Session open(Path home) {
    var environment = new HashMap<>(Command.bare(home));
    environment.put("PYTHONPATH", folder.resolve("usr/lib/python3/dist-packages").toString());
    return new SupervisordSession(folder.resolve("usr/bin"), home, new Command(home, environment));
  }

  private record SupervisordSession(Path bin, Path home, Command command) implements Session {
    @Override
    public void boot() {
      configure(List.of());
      command.run(List.of("python3", "" + bin.resolve("supervisord"), "-c", "" + file()));
      Proc.await(() -> daemonPid() > 0, "supervisord's pid");
    }

    @Override
    public void start(List<App> apps) {
      if (daemonPid() > 0) {
        configure(apps);
        command.run(control("update"));
      } else {
        configure(apps);
        command.run(List.of("python3", "" + bin.resolve("supervisord"), "-c", "" + file()));
        Proc.await(() -> daemonPid() > 0, "supervisord's pid");
      }
    }

    private Path file() {
      return home.resolve("supervisord.conf");
    }

    private void configure(List<App> apps) {
      var general =
          """
          [unix_http_server]
          file=%1$s/s.sock
          [supervisord]
          logfile=%1$s/d.log
          pidfile=%1$s/d.pid
          childlogdir=%1$s
          minfds=4096
          [rpcinterface:supervisor]
          supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
          [supervisorctl]
          serverurl=unix://%1$s/s.sock
          """
              .formatted(home);
      try {
        Files.writeString(
            file(), general + apps.stream().map(SupervisordSession::program).collect(joining()));
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    private static String program(App app) {
      var prefix = app.interpreter().equals(App.ITSELF) ? "" : app.interpreter() + " ";
      return """
      [program:%s]
      command=%s%s
      autorestart=true
      startsecs=0
      stdout_logfile=%s
      stdout_logfile_maxbytes=0
      stderr_logfile=NONE
      """
          .formatted(app.name(), prefix, app.script(), app.log());
    }

    private List<String> control(String... words) {
      var all = new ArrayList<>(List.of("python3", "" + bin.resolve("supervisorctl")));
      all.addAll(List.of("-c", "" + file()));
      all.addAll(List.of(words));
      return all;
    }

    @Override
    public void restartAll() {
      command.run(control("restart", "all"));
    }

    @Override
    public void deleteAll() {
      command.run(control("stop", "all"));
    }

    @Override
    public Map<String, List<String>> listings() {
      return Map.of("ls", control("status"));
    }

    @Override
    public void run(List<String> words) {
      command.run(words);
    }

    @Override
    public void command(String... words) {
      command.run(control(words));
    }

    @Override
    public long daemonPid() {
      return Proc.pidIn(home.resolve("d.pid"));
    }

    @Override
    public void close() {
      Proc.endAfter(daemonPid(), () -> command.run(control("shutdown")));
    }
  }
}
