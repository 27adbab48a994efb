package dev.reeve.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Home;
import dev.reeve.model.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedListTest {
  @TempDir private Path folder;
  private Home home = new Home(Path.of("/nowhere"));
  private SavedList file = new SavedList(home);

  @BeforeEach
  void prepare() {
    home = new Home(folder);
    file = new SavedList(home);
  }

  private static String list(String... names) {
    var rows = List.of(names).stream().map(each -> JsonObject.empty().with("name", each)).toList();
    return SavedList.textOf(JsonObject.empty().with("instances", rows));
  }

  @Test
  void the_list_before_is_kept_for_the_owner_only() throws Exception {
    file.write(list("one"));
    assertThat(home.savedListBefore()).doesNotExist();
    file.write(list("two"));
    file.write(list("two"));
    assertThat(home.savedList()).hasContent(list("two"));
    assertThat(home.savedListBefore()).hasContent(list("one"));
    assertThat(Files.getPosixFilePermissions(home.savedListBefore()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void a_broken_list_is_put_aside_and_the_one_before_takes_its_place() throws Exception {
    file.write(list("one"));
    file.write(list("two"));
    Files.writeString(home.savedList(), "{\"reeve\":1,\"inst");
    var content = (SavedList.Content.Found) file.read();
    assertThat(((SavedList.Apps.Ours) content.apps()).list().objects("instances"))
        .extracting(row -> row.text("name", ""))
        .containsExactly("one");
    assertThat(content.note())
        .contains("torn", folder.resolve("dump.pm2.broken").toString(), "dump.pm2.bak");
    assertThat(home.savedList()).hasContent(list("one"));
    assertThat(folder.resolve("dump.pm2.broken")).hasContent("{\"reeve\":1,\"inst");
  }

  @Test
  void what_is_broken_does_not_become_the_list_before() throws Exception {
    file.write(list("one"));
    file.write(list("two"));
    Files.writeString(home.savedList(), "garbage");
    file.write(list("three"));
    assertThat(home.savedListBefore()).hasContent(list("one"));
  }

  @Test
  void two_broken_lists_are_refused_and_both_are_kept() throws Exception {
    Files.writeString(home.savedList(), "garbage");
    Files.writeString(home.savedListBefore(), "older garbage");
    assertThat(file.read()).isInstanceOf(SavedList.Content.Broken.class);
    assertThat(folder.resolve("dump.pm2.broken")).hasContent("garbage");
    assertThat(home.savedListBefore()).hasContent("older garbage");
    assertThat(file.read()).isInstanceOf(SavedList.Content.Absent.class);
  }

  @Test
  void a_list_is_in_step_with_who_has_all_its_apps() {
    assertThat(SavedList.holdsOnly(list("a", "b"), Set.of("a", "b", "c"))).isTrue();
    assertThat(SavedList.holdsOnly(list("a", "b"), Set.of("a"))).isFalse();
    assertThat(SavedList.holdsOnly(list(), Set.of())).isTrue();
    assertThat(SavedList.holdsOnly(null, Set.of("a"))).isFalse();
    assertThat(SavedList.holdsOnly("garbage", Set.of("a"))).isFalse();
    assertThat(SavedList.holdsOnly("{\"reeve\":1,\"cleared\":true}", Set.of("a"))).isFalse();
    var ofPm2 = "[{\"name\":\"a\",\"pm_exec_path\":\"/a.js\"}]";
    assertThat(SavedList.holdsOnly(ofPm2, Set.of("a"))).isTrue();
    assertThat(SavedList.holdsOnly(ofPm2, Set.of("b"))).isFalse();
  }
}
