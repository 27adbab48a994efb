package dev.reeve.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchPathTest {
  @TempDir Path folder;

  private static Path program(Path above) throws Exception {
    var bin = Files.createDirectories(above.resolve("node_modules/.bin"));
    return Files.writeString(bin.resolve("node"), "");
  }

  private List<Path> found(Path cwd) {
    return new SearchPath(cwd.toString(), "")
        .candidates("node").stream().filter(Files::exists).toList();
  }

  @Test
  void a_program_is_found_from_the_apps_folder_upwards() throws Exception {
    var project = folder.resolve("project");
    var app = Files.createDirectories(project.resolve("app"));
    var outer = program(project);
    assertThat(found(app)).containsExactly(outer);
    var inner = program(app);
    assertThat(found(app)).containsExactly(inner, outer);
  }

  @Test
  void none_is_taken_from_a_folder_where_everybody_may_write() throws Exception {
    var shared = folder.resolve("shared");
    var app = Files.createDirectories(shared.resolve("app"));
    program(shared);
    Files.setPosixFilePermissions(app.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(found(app)).isEmpty();
    var own = program(app);
    assertThat(found(app)).containsExactly(own);
  }
}
