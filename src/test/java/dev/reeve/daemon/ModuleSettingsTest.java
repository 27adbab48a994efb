package dev.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Home;
import dev.reeve.model.Json;
import dev.reeve.model.Rotation;
import dev.reeve.store.ModuleConf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The settings of modules in the daemon: read at the start, changed by a request.
class ModuleSettingsTest {
  @TempDir Path folder;
  private final List<String> log = new ArrayList<>();
  private final List<Rotation> heard = new ArrayList<>();

  private ModuleSettings settings() {
    return new ModuleSettings(new ModuleConf(new Home(folder)), log::add, heard::add);
  }

  private Path file() {
    return folder.resolve("module_conf.json");
  }

  @Test
  void a_change_is_written_heard_and_there_after_a_restart() throws Exception {
    Files.writeString(file(), "{\"pm2-server-monit\": {\"drive\": \"/\"}, \"token\": \"x\"}");
    var settings = settings();

    var reply = settings.configure(changes("pm2-logrotate:max_size", "50M", "foo", "bar"));

    assertThat(settings.rotation().maxBytes()).isEqualTo(50L << 20);
    assertThat(heard).containsExactly(settings.rotation());
    assertThat(reply).isEqualTo(settings.all());
    assertThat(Json.parseObject(Files.readString(file())))
        .isEqualTo(
            Json.parseObject(
                "{\"pm2-server-monit\": {\"drive\": \"/\"}, \"token\": \"x\","
                    + " \"pm2-logrotate\": {\"max_size\": \"50M\"}, \"foo\": \"bar\"}"));
    assertThat(settings().rotation()).isEqualTo(settings.rotation());
    assertThat(log).isEmpty();
  }

  @Test
  void what_a_module_comes_with_holds_where_nobody_has_set_anything() throws Exception {
    Files.writeString(
        file(), "{\"probe\": {\"port\": \"9090\"}, \"module-db-v2\": {\"probe\": {}}}");
    var settings = settings();
    var own = Json.parseObject("{\"port\": 8080, \"on\": false}");

    var reply = settings.preset(new dev.reeve.api.Request.Preset("probe", own));

    assertThat(Json.parseObject(Files.readString(file())).object("probe"))
        .isEqualTo(Json.parseObject("{\"port\": \"9090\", \"on\": false}"));
    assertThat(settings.of("probe").flag("on", true)).isFalse();
    assertThat(((Reply.Text) reply).text()).doesNotContain("module-db-v2");
    assertThat(Files.readString(file())).contains("module-db-v2");
  }

  @Test
  void what_is_in_effect_is_told_though_nobody_set_it() throws Exception {
    var all = Json.parseObject(((Reply.Text) settings().all()).text());

    assertThat(all.object("pm2-logrotate").text("max_size", "")).isEqualTo("10M");
    assertThat(file()).doesNotExist();
  }

  @Test
  void unset_brings_back_the_usual_and_leaves_nothing_behind() throws Exception {
    var settings = settings();
    settings.configure(changes("pm2-logrotate:retain", "7", "pm2-logrotate:compress", "true"));
    settings.configure(changes("pm2-logrotate:retain", null));
    assertThat(settings.rotation().keep().count()).isEqualTo(30);
    settings.configure(changes("pm2-logrotate", null));

    assertThat(settings.rotation()).isEqualTo(Rotation.USUAL);
    assertThat(heard).hasSize(3);
    assertThat(Files.readString(file())).isEqualTo("{}\n");
  }

  @Test
  void one_bad_value_spoils_the_whole_and_every_fault_is_told() {
    var reply =
        settings()
            .configure(
                changes(
                    "pm2-logrotate:retain", "7",
                    "pm2-logrotate:max_sice", "1M",
                    "pm2-logrotate", "on"));

    assertThat(((Reply.Refused) reply).message())
        .isEqualTo(
            "pm2-logrotate: is a module, not a setting; name one of its keys: pm2-logrotate:…\n"
                + "pm2-logrotate:max_sice: no such setting; did you mean 'max_size'?");
    assertThat(file()).doesNotExist();
    assertThat(heard).isEmpty();
  }

  @Test
  void a_bad_value_that_was_there_is_told_at_the_start_and_holds_nothing_up() throws Exception {
    Files.writeString(file(), "{\"pm2-logrotate\": {\"retain\": \"x\", \"max_size\": \"1M\"}}");
    var settings = settings();

    assertThat(settings.rotation().maxBytes()).isEqualTo(1 << 20);
    assertThat(log).hasSize(1).first().asString().contains("pm2-logrotate:retain: 'x' is not");
    assertThat(settings.configure(changes("pm2-logrotate:compress", "zstd")))
        .isInstanceOf(Reply.Text.class);
  }

  @Test
  void a_broken_file_is_told_and_the_usual_holds() throws Exception {
    Files.writeString(file(), "{\"pm2-logrotate");

    assertThat(settings().rotation()).isEqualTo(Rotation.USUAL);
    assertThat(log).hasSize(1).first().asString().contains("is no JSON, it is kept as");
  }

  @Test
  void an_app_goes_before_the_home() {
    var settings = settings();
    settings.configure(changes("pm2-logrotate:enabled", "false"));

    assertThat(settings.rotationOf(spec(Map.of())).on()).isFalse();
    assertThat(settings.rotationOf(spec(Map.of("enabled", "true", "retain", "2"))))
        .satisfies(rotation -> assertThat(rotation.on()).isTrue())
        .satisfies(rotation -> assertThat(rotation.keep().count()).isEqualTo(2));
  }

  private static AppSpec spec(Map<String, String> rotate) {
    var raw = AppSpec.LogType.RAW;
    var logs = new AppSpec.Logs(null, null, null, false, raw, null, AppSpec.Overflow.BLOCK, rotate);
    return FollowersTest.spec(logs);
  }

  private static Map<String, @Nullable String> changes(@Nullable String... pairs) {
    var changes = new HashMap<String, @Nullable String>();
    for (int i = 0; i < pairs.length; i += 2) {
      changes.put(Objects.requireNonNull(pairs[i]), pairs[i + 1]);
    }
    return changes;
  }
}
