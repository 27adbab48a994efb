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

/// PM2, or what takes its place: the very same commands and files for both.
record Pm2Like(String name, String program) implements Supervisor {

  @Override
  public Session open(Path home) {
    var environment = new HashMap<>(Command.bare(home));
    environment.put("PM2_HOME", home.resolve("pm2").toString());
    return new Pm2Session(program, home, new Command(home, environment));
  }

  private record Pm2Session(String program, Path home, Command command) implements Session {
    @Override
    public void boot() {
      pm2("ping");
    }

    @Override
    public void start(List<App> apps) {
      var file = home.resolve("apps.json");
      var entries = apps.stream().map(Pm2Session::entry).collect(joining(",\n"));
      try {
        Files.writeString(file, "{\"apps\": [\n" + entries + "\n]}\n");
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      pm2("start", file.toString());
    }

    /// A run of 100 ms counts as healthy, so that killing it often is no crash loop.
    private static String entry(App app) {
      return """
      {"name": "%s", "script": "%s", "interpreter": "%s", "exec_mode": "fork", "min_uptime": 100,
       "out_file": "%s", "error_file": "/dev/null", "merge_logs": true%s}\
      """
          .formatted(
              app.name(),
              app.script(),
              app.interpreter(),
              app.log(),
              app.stamp().isEmpty() ? "" : ", \"log_date_format\": \"" + app.stamp() + "\"");
    }

    @Override
    public void restartAll() {
      pm2("restart", "all");
    }

    @Override
    public void deleteAll() {
      pm2("delete", "all");
    }

    @Override
    public Map<String, List<String>> listings() {
      return Map.of("ls", List.of(program, "ls"), "jlist", List.of(program, "jlist"));
    }

    @Override
    public void run(List<String> words) {
      command.run(words);
    }

    @Override
    public void command(String... words) {
      pm2(words);
    }

    private void pm2(String... words) {
      var all = new ArrayList<>(List.of(program));
      all.addAll(List.of(words));
      command.run(all);
    }

    @Override
    public long daemonPid() {
      return Proc.pidIn(home.resolve("pm2/pm2.pid"));
    }

    @Override
    public void close() {
      Proc.endAfter(daemonPid(), () -> pm2("kill"));
    }
  }
}
