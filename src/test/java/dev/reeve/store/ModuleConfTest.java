package dev.reeve.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Home;
import dev.reeve.model.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file of settings, as PM2 has it.
class ModuleConfTest {
  private static final String PM2S =
      """
      {
        "pm2-logrotate": {
          "max_size": "50M",
          "retain": "7"
        },
        "module-db-v2": {},
        "loose": "1"
      }
      """;

  @TempDir Path folder;

  private ModuleConf conf() {
    return new ModuleConf(new Home(folder));
  }

  @Test
  void what_is_read_is_written_again_a_setting_a_line_and_for_the_owner_only() throws Exception {
    assertThat(conf().read()).isEqualTo(new ModuleConf.Content.Absent());
    conf().write(Json.parseObject(PM2S));

    assertThat(conf().file()).hasFileName("module_conf.json").hasContent(PM2S);
    assertThat(conf().read()).isEqualTo(new ModuleConf.Content.Found(Json.parseObject(PM2S)));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(conf().file())))
        .isEqualTo("rw-------");
  }

  @Test
  void a_broken_file_is_put_aside_and_kept() throws Exception {
    for (var broken : new byte[][] {bytes("{\"torn\": "), {(byte) 0xff, 0}, bytes("[]")}) {
      Files.write(conf().file(), broken);
      assertThat(conf().read())
          .isInstanceOfSatisfying(
              ModuleConf.Content.Broken.class,
              content -> assertThat(content.keptAs()).hasBinaryContent(broken));
      assertThat(conf().file()).doesNotExist();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
