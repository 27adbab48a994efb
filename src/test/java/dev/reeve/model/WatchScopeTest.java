package dev.reeve.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchScopeTest {
  private static final Path CWD = Path.of("/srv/shop");

  private static WatchScope scope(List<String> paths, List<String> ignored, int depth) {
    return new WatchScope(new Watch(true, paths, ignored, Duration.ZERO, true, depth), CWD);
  }

  private static WatchScope scope(List<String> paths, String... ignored) {
    return scope(paths, List.of(ignored), Watch.ANY_DEPTH);
  }

  private static boolean concerns(WatchScope scope, String path) {
    return scope.concerns(CWD.resolve(path));
  }

  private static boolean descends(WatchScope scope, String path) {
    return scope.descends(CWD.resolve(path));
  }

  @Test
  void the_whole_folder_less_packages_and_dot_files() {
    var scope = scope(List.of());
    assertThat(scope.beginnings()).containsExactly(CWD);
    assertThat(concerns(scope, "app.js")).isTrue();
    assertThat(concerns(scope, "src/deep/down/a.js")).isTrue();
    assertThat(descends(scope, "src/deep")).isTrue();
    for (var left : List.of("node_modules", "a/node_modules/b", ".git", ".env", "src/.cache/x")) {
      assertThat(concerns(scope, left)).as(left).isFalse();
      assertThat(descends(scope, left)).as(left).isFalse();
    }
    assertThat(concerns(scope, "../other/a.js")).isFalse();
  }

  @Test
  void what_is_named_is_watched_whatever_its_name() {
    var scope = scope(List.of("./.env", "node_modules/mine", "/etc/shop.conf"));
    assertThat(concerns(scope, ".env")).isTrue();
    assertThat(concerns(scope, "node_modules/mine/a.js")).isTrue();
    assertThat(concerns(scope, "node_modules/mine/node_modules/a.js")).isFalse();
    assertThat(concerns(scope, "app.js")).isFalse();
    assertThat(concerns(scope, "/etc/shop.conf")).isTrue();
    assertThat(scope.beginnings())
        .containsExactly(CWD, CWD.resolve("node_modules"), Path.of("/etc"));
    assertThat(descends(scope, "node_modules")).isTrue();
    assertThat(descends(scope, "node_modules/theirs")).isFalse();
    assertThat(descends(scope, "src")).isFalse();
  }

  @Test
  void globs_name_files_and_folders() {
    var flat = scope(List.of("*.json"));
    assertThat(concerns(flat, "a.json")).isTrue();
    assertThat(concerns(flat, "a.js")).isFalse();
    assertThat(concerns(flat, "src/a.json")).isFalse();
    assertThat(descends(flat, "src")).isFalse();
    var deep = scope(List.of("src/**/*.{js,ts}", "lib/*/index.?s"));
    assertThat(deep.beginnings()).containsExactly(CWD.resolve("src"), CWD.resolve("lib"));
    assertThat(concerns(deep, "src/a.ts")).isTrue();
    assertThat(concerns(deep, "src/x/y/a.js")).isTrue();
    assertThat(concerns(deep, "src/x/y/a.css")).isFalse();
    assertThat(descends(deep, "src/x/y")).isTrue();
    assertThat(concerns(deep, "lib/one/index.js")).isTrue();
    assertThat(concerns(deep, "lib/index.js")).isFalse();
    assertThat(descends(deep, "lib/one")).isTrue();
    assertThat(descends(deep, "lib/one/two")).isFalse();
  }

  @Test
  void what_is_ignored_by_name_path_glob_or_expression() {
    var scope =
        scope(
            List.of(),
            "tmp",
            "src/gen/",
            "**/*.test.js",
            "*.md",
            "[\\/]cache[\\/]",
            "/srv/shop/abs");
    for (var left :
        List.of(
            "tmp/a",
            "x/tmp/a",
            "src/gen",
            "src/gen/a.js",
            "x/a.test.js",
            "a.test.js",
            "x/READ.md",
            "x/cache/y",
            "abs/a.js")) {
      assertThat(concerns(scope, left)).as(left).isFalse();
    }
    for (var kept :
        List.of("tmpl/a", "gen/a.js", "src/generated.js", "a.test.jsx", "cached/y", "x/abs/a")) {
      assertThat(concerns(scope, kept)).as(kept).isTrue();
    }
    assertThat(descends(scope, "src/gen")).isFalse();
  }

  @Test
  void no_deeper_than_asked() {
    var scope = scope(List.of("src"), List.of(), 1);
    assertThat(concerns(scope, "src/a/b.js")).isTrue();
    assertThat(concerns(scope, "src/a/b/c.js")).isFalse();
    assertThat(descends(scope, "src/a/b/c")).isFalse();
  }

  @Test
  void what_is_no_pattern_is_told() {
    assertThat(PathPattern.parse("(open")).isEmpty();
    assertThat(PathPattern.parse("  ")).isEmpty();
    assertThat(PathPattern.parse("pages/[id].js")).isPresent();
  }
}
