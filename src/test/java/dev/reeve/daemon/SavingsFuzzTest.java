package dev.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.SpecJson;
import dev.reeve.fake.Fuzz;
import dev.reeve.lifecycle.Goal;
import dev.reeve.model.Home;
import dev.reeve.model.InstanceId;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.store.SavedList;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whatever a saved list holds, it is read, each app by itself, and can be written again.
class SavingsFuzzTest {
  private static String valid() {
    var spec = SpecJson.readOne(JsonObject.empty().with("name", "api"));
    var saved = new Savings.Saved(new InstanceId(3), 0, spec, Goal.UP);
    return SavedList.textOf(Savings.write(List.of(saved, saved)));
  }

  /// Without its PATH an app whose run ends after a death of the daemon has no interpreter any
  /// more.
  @Test
  void the_environment_of_the_caller_is_read_as_it_was_written() throws Exception {
    var callers = List.of(Map.of("PATH", "/bin"));
    var specs = List.of(Map.of("name", "api", "caller", 0L));
    var first = SpecJson.read(new JsonObject(Map.of("callers", callers, "specs", specs)));
    var saved = new Savings.Saved(new InstanceId(3), 0, first.getFirst(), Goal.UP);
    var text = SavedList.textOf(Savings.write(List.of(saved)));
    assertThat(Savings.read(Json.parseObject(text))).containsExactly(saved);
    assertThat(first.getFirst().environment().caller()).containsEntry("PATH", "/bin");
  }

  @Test
  void lists_of_ours() throws Exception {
    Fuzz.texts(
        List.of(valid()),
        text -> {
          try {
            var list = Json.parseObject(text);
            SavedList.textOf(Savings.write(Savings.read(list)));
          } catch (Json.Malformed refused) {
            SavedList.names(text);
          }
        });
  }

  @Test
  void lists_of_pm2() throws Exception {
    var home = new Home(Path.of("/nowhere"));
    var app =
        "{\"name\":\"a\",\"pm_exec_path\":\"/srv/a.js\",\"pm_id\":3,\"status\":\"online\","
            + "\"pm_pid_path\":\"/p/a-3.pid\",\"NODE_APP_INSTANCE\":1,\"kill_timeout\":1600,"
            + "\"env\":{\"A\":\"1\"},\"exec_mode\":\"cluster_mode\",\"instances\":2}";
    Fuzz.texts(
        List.of(app),
        text -> {
          try {
            var list = List.of(Json.parseObject(text), Json.parseObject(app));
            SavedList.textOf(Savings.write(Savings.readOfPm2(list, home)));
          } catch (Json.Malformed refused) {
            SavedList.names(text);
          }
        });
  }
}
