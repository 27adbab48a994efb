package dev.reeve.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.boot.UnitFacts.Owner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The unit before the judge: `systemd-analyze verify`. The test set-up installs it.
class UnitIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void systemd_finds_nothing_to_complain_about(Unit.Scope scope) throws Exception {
    var launcher = Path.of(System.getProperty("reeve.launcher", "reeve")).toAbsolutePath();
    var home = folder.resolve("a home, 50% of it");
    var owner = new Owner(System.getProperty("user.name"), folder, home.toString());
    var facts = UnitFacts.of(launcher, owner, null, Duration.ofSeconds(15));
    assertThat(facts.problems()).isEmpty();
    var file = folder.resolve(facts.fileName());
    Files.writeString(file, Unit.text(facts, scope));
    var analyze = new ProcessBuilder("systemd-analyze", "verify", "--man=no", file.toString());
    var process = analyze.redirectErrorStream(true).start();
    var text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    assertThat(text).doesNotContain(facts.fileName());
  }
}
