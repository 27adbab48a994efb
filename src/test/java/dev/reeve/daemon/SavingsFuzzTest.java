package dev.reeve.daemon;

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
import org.junit.jupiter.api.Test;

/// Whatever a saved list holds, it is read, each app by itself, and can be written again.
class SavingsFuzzTest {
  private static String valid() {
    var spec = SpecJson.readOne(JsonObject.empty().with("name", "api"));
    var saved = new Savings.Saved(new InstanceId(3), 0, spec, Goal.UP);
    return SavedList.textOf(Savings.write(List.of(saved, saved)));
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
