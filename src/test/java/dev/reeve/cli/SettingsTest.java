package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands about settings: what they ask, and what they print.
class SettingsTest {
  @TempDir Path folder;

  private Console console() throws Exception {
    var modules = new LinkedHashMap<String, Object>();
    var own = new LinkedHashMap<String, Object>();
    own.put("max_size", "50M");
    own.put("rotateInterval", "0 0 * * *");
    modules.put("pm2-logrotate", own);
    modules.put("other", Map.of("key", "v"));
    modules.put("foo", "bar");
    return new Console(folder).daemon(request -> answer(request, modules));
  }

  private static Reply answer(Request request, Map<String, Object> modules) {
    return request instanceof Request.Configure(var changes) && changes.containsValue("lots")
        ? new Reply.Refused("pm2-logrotate:max_size: 'lots' is not bytes", null)
        : request instanceof Request.ReloadLogs ? Usual.reply(request) : new Reply.Text(modules);
  }

  @Test
  void set_takes_a_key_in_both_spellings_and_shows_the_module() throws Exception {
    try (var console = console().program("pm2")) {
      var run = console.run("set", "pm2-logrotate:max_size", "50M");

      assertThat(run.exit()).isZero();
      assertThat(run.out())
          .isEqualTo(
              """
              Module: pm2-logrotate
              $ pm2 set pm2-logrotate:max_size 50M
              $ pm2 set pm2-logrotate:rotateInterval '0 0 * * *'
              """);
      assertThat(console.run("set", "pm2-logrotate.max_size", "50M").out()).isEqualTo(run.out());
      assertThat(console.run("conf", "pm2-logrotate:max_size", "50M").out()).isEqualTo(run.out());
      assertThat(console.asked())
          .containsOnly(new Request.Configure(Map.of("pm2-logrotate:max_size", "50M")));
      assertThat(console.run("set", "foo", "bar").out()).isEqualTo("$ pm2 set foo bar\n");
    }
  }

  @Test
  void multiset_changes_all_at_once() throws Exception {
    try (var console = console()) {
      assertThat(console.run("multiset", "pm2-logrotate:retain 7 foo bar").exit()).isZero();
      assertThat(console.asked())
          .containsExactly(
              new Request.Configure(Map.of("pm2-logrotate:retain", "7", "foo", "bar")));
    }
  }

  @Test
  void get_prints_the_value_and_nothing_else() throws Exception {
    try (var console = console()) {
      assertThat(console.run("get", "pm2-logrotate:max_size")).isEqualTo(done("50M\n"));
      assertThat(console.run("get", "pm2-logrotate.max_size")).isEqualTo(done("50M\n"));
      assertThat(console.run("get", "foo")).isEqualTo(done("bar\n"));
      assertThat(console.run("get", "nope").exit()).isEqualTo(1);
      assertThat(console.run("get", "nope").err()).contains("nothing is set as nope");
    }
  }

  private static Console.Run done(String out) {
    return new Console.Run(0, out, "");
  }

  @Test
  void conf_shows_everything_or_one_module() throws Exception {
    try (var console = console()) {
      assertThat(console.run("conf").out())
          .isEqualTo(
              """
              Module: pm2-logrotate
              $ reeve set pm2-logrotate:max_size 50M
              $ reeve set pm2-logrotate:rotateInterval '0 0 * * *'
              Module: other
              $ reeve set other:key v
              $ reeve set foo bar
              """);
      assertThat(console.run("get").out()).isEqualTo(console.run("config").out());
      assertThat(console.run("conf", "other").out())
          .isEqualTo("Module: other\n$ reeve set other:key v\n");
    }
  }

  @Test
  void unset_asks_for_nothing_in_its_place() throws Exception {
    try (var console = console()) {
      assertThat(console.run("unset", "pm2-logrotate:max_size").exit()).isZero();
      var changes = new LinkedHashMap<String, @Nullable String>();
      changes.put("pm2-logrotate:max_size", null);
      assertThat(console.asked()).containsExactly(new Request.Configure(changes));
    }
  }

  @Test
  void the_built_in_module_is_turned_on_and_off() throws Exception {
    try (var console = console()) {
      assertThat(console.run("install", "pm2-logrotate@latest").err()).contains("is built in");
      assertThat(console.run("module:uninstall", "pm2-logrotate").err()).contains("is off");
      assertThat(console.asked())
          .containsExactly(
              new Request.Configure(Map.of("pm2-logrotate:enabled", "true")),
              new Request.Configure(Map.of("pm2-logrotate:enabled", "false")));
    }
  }

  @Test
  void a_refusal_says_all_and_wrong_usage_ends_with_2() throws Exception {
    try (var console = console()) {
      var refused = console.run("set", "pm2-logrotate:max_size", "lots");
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err()).contains("'lots' is not bytes");
      assertThat(console.run("set", "foo").exit()).isEqualTo(2);
      assertThat(console.run("multiset", "a b c").exit()).isEqualTo(2);
      assertThat(console.run("unset").exit()).isEqualTo(2);
    }
  }

  @Test
  void logs_are_opened_anew_and_no_daemon_is_started_for_it() throws Exception {
    var without = new Console(folder).run("reloadLogs");
    assertThat(without.exit()).isZero();
    assertThat(without.err()).contains("there is no daemon for");
    try (var console = console()) {
      assertThat(console.run("reloadLogs").err()).contains("all log files are open anew");
      assertThat(console.asked()).containsExactly(new Request.ReloadLogs());
    }
  }
}
