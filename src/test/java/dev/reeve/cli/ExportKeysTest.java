package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.OptionTable;
import dev.reeve.config.Support;
import dev.reeve.export.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nothing is dropped in silence: whatever key is added to an app, the exported text is another
/// one, or a sentence names the key.
class ExportKeysTest {
  private static final String PAIR = "\"instances\": 2";

  /// Key → the key with a value that is not the usual one, and what must stand beside it in both
  /// files for it to mean anything.
  private static final Map<String, String[]> KEYS =
      Map.ofEntries(
          one("script", "\"other.js\""),
          one("name", "\"other\""),
          one("name_prefix", "\"my-\""),
          one("namespace", "\"shop\""),
          one("cwd", "\"./web\""),
          one("args", "\"--fast\""),
          one("env", "{ \"A\": \"1\" }"),
          one("env_file", "\"app.js\""),
          one("port", "3000"),
          one("append_env_to_name", "true"),
          one("instances", "3"),
          one("exec_mode", "\"fork\"", PAIR),
          one("cluster_schedule", "\"shared\""),
          one("drain", "false"),
          one("instance_var", "\"SLOT\""),
          one("increment_var", "\"GROWN\"", PAIR + ", \"env\": { \"GROWN\": 5 }"),
          one("interpreter", "\"bun\""),
          one("node_args", "\"--inspect\""),
          one("out_file", "\"./a.log\""),
          one("error_file", "\"./b.log\""),
          one("log_file", "\"./c.log\""),
          one("merge_logs", "true", PAIR + ", \"out_file\": \"a.log\""),
          one("log_type", "\"json\""),
          one("log_date_format", "\"HH:mm\""),
          one("time", "true"),
          one("disable_logs", "true"),
          one("log_rotate", "{ \"max_size\": \"1M\" }"),
          one("log_overflow", "\"drop\""),
          one("autostart", "false"),
          one("wait_ready", "true"),
          one("ready", "{ \"http\": \"http://127.0.0.1:3000/\" }"),
          one("listen_timeout", "9000"),
          one("listen", "[8080]"),
          one("pid_file", "\"./a.pid\""),
          one("restart", "\"on-failure\""),
          one("autorestart", "false"),
          one("max_restarts", "4"),
          one("min_uptime", "\"7s\""),
          one("restart_delay", "2000"),
          one("exp_backoff_restart_delay", "200"),
          one("stop_exit_codes", "[3]"),
          one("max_memory_restart", "\"100M\""),
          one("kill_timeout", "9000"),
          one("kill_retry_time", "50"),
          one("shutdown_with_message", "true"),
          one("treekill", "false"),
          one("health", "{ \"tcp\": 3000 }"),
          one("depends_on", "[\"db\"]"),
          one("hooks", "{ \"post_stop\": \"rm -f lock\" }"),
          one("watch", "true"),
          one("ignore_watch", "[\"logs\"]"),
          one("watch_delay", "100"),
          one("watch_options", "{ \"usePolling\": true }"),
          one("cron_restart", "\"0 3 * * *\""),
          one("uid", "\"1000\""),
          one("gid", "\"1000\""),
          one("filter_env", "[\"SECRET\"]"));

  @TempDir private Path folder;

  private static Map.Entry<String, String[]> one(String key, String value, String... beside) {
    var written = "\"" + key + "\": " + value;
    return Map.entry(key, new String[] {written, beside.length == 0 ? "" : beside[0]});
  }

  static Stream<String> keys() {
    return OptionTable.all().stream()
        .filter(option -> option.support() != Support.IGNORED)
        .map(option -> option.key());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void each_key_leaves_a_trace(String key) throws Exception {
    var fragment = KEYS.getOrDefault(key, new String[0]);
    assertThat(fragment).as("an example for the key " + key).hasSize(2);
    Files.createDirectories(folder.resolve("web"));
    for (var script : new String[] {"app.js", "other.js", "web/app.js"}) {
      Files.writeString(folder.resolve(script), "");
    }
    for (var platform : Platform.values()) {
      var without = exported(platform, fragment[1]);
      var with =
          exported(platform, fragment[0] + (fragment[1].isEmpty() ? "" : ", " + fragment[1]));
      assertThat(with.exit()).as(with.err()).isZero();
      boolean named = with.err().contains("." + key + ": ");
      boolean other = !with.out().equals(without.out());
      assertThat(named || other).as("%s for %s: %s", key, platform, with.out()).isTrue();
    }
  }

  private Console.Run exported(Platform platform, String keys) throws Exception {
    try (var console = new Console(folder).env("USER", "shop")) {
      console.file(
          "ecosystem.json",
          """
          { "apps": [ { "name": "db", "script": "app.js" },
                      { "name": "api", "script": "app.js", "env_live": { "B": "2" }%s } ] }
          """
              .formatted(keys.isEmpty() ? "" : ", " + keys));
      return console.run(
          "export", platform.word(), "--env", "live", "--image", "registry.example.org/a:1");
    }
  }

  @Test
  void there_is_an_example_for_each_key_and_for_no_other() {
    assertThat(KEYS.keySet()).containsExactlyInAnyOrderElementsOf(keys().toList());
  }
}
