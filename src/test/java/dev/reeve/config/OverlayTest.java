package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.AppSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a line says about an app that is in the list.
class OverlayTest {
  @TempDir Path folder;
  Stage stage = new Stage(Path.of("/"));

  @BeforeEach
  void an_app() throws Exception {
    stage = new Stage(folder.toRealPath());
    stage.file("app.js", "").fixture("overlaid.json");
  }

  private AppSpec known() {
    return stage.load("overlaid.json").specs().getFirst();
  }

  private AppSpec with(String key, Object value) {
    return new Overlay(new Flags(Map.of(key, value), null, null, List.of())).over(known());
  }

  @Test
  void a_line_that_says_nothing_changes_nothing() {
    assertThat(new Overlay(Flags.NONE).over(known())).isEqualTo(known());
    assertThat(new Overlay(Flags.NONE).saysAnything()).isFalse();
  }

  @Test
  void what_it_says_is_changed_and_all_else_is_as_it_was() {
    var renamed = with("name", "other");
    assertThat(renamed.name()).isEqualTo("other");
    assertThat(renamed.logs()).isEqualTo(known().logs());
    assertThat(with("kill_timeout", Duration.ofSeconds(9)).stop())
        .usingRecursiveComparison()
        .ignoringFields("killTimeout")
        .isEqualTo(known().stop());
    assertThat(with("kill_timeout", Duration.ofSeconds(9)).stop().killTimeout()).hasSeconds(9);
    assertThat(with("max_memory_restart", 5L).restart().maxMemoryBytes()).isEqualTo(5);
    assertThat(with("max_memory_restart", 5L).restart().when()).isEqualTo(known().restart().when());
    assertThat(with("time", true).logs().dateFormat()).isEqualTo("YYYY-MM-DDTHH:mm:ss");
    assertThat(with("wait_ready", true).start().listenTimeout())
        .isEqualTo(known().start().listenTimeout());
  }

  @Test
  void an_app_that_followed_good_ends_follows_none_when_told() {
    assertThat(known().restart().when()).isEqualTo(AppSpec.When.ON_FAILURE);
    assertThat(with("autorestart", false).restart().when()).isEqualTo(AppSpec.When.NEVER);
  }

  @Test
  void arguments_after_the_dashes_stand_for_those_it_had() {
    var line = new Overlay(new Flags(Map.of(), List.of("-v", "two"), null, List.of()));
    assertThat(known().command().args()).containsExactly("one");
    assertThat(line.over(known()).command().args()).containsExactly("-v", "two");
    assertThat(line.saysAnything()).isTrue();
  }

  @Test
  void what_an_app_is_made_of_is_named_and_left() {
    var flags = new Flags(Map.of("cwd", "/", "watch", true, "name", "z"), null, null, List.of());
    var line = new Overlay(flags);
    assertThat(line.others(List.of("watch"))).containsExactly("cwd");
    assertThat(line.over(known()).command().cwd()).isEqualTo(known().command().cwd());
  }
}
