package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Bad input through the real client: a sentence, an exit code that is not 0, and nothing started.
class BadInputIT {
  private final RealHome real = new RealHome();

  @AfterEach
  void close() throws Exception {
    real.close();
  }

  @Test
  void nothing_is_started_of_what_is_wrong() throws Exception {
    real.file("throws.config.js", "\nmodule.exports = { apps: [undefined.script] };");
    real.file("torn.json", "{ \"apps\": [ { \"script\": \"sleep 1000\"");
    real.file("torn.yaml", "apps:\n  - script: [sleep\n");
    real.file("types.json", "{ \"apps\": [ { \"script\": 3, \"instances\": {} }, 7, null ] }");
    real.file("env.json", "{ \"script\": \"sleep 1000\", \"env_file\": \"absent.env\" }");
    for (var line :
        List.of(
            "start throws.config.js",
            "start torn.json",
            "apply torn.yaml --prune",
            "reload types.json",
            "start env.json",
            "start absent.sh --instances many",
            "start sleep --no-such-option",
            "sclae api 2")) {
      var said = real.run(line.split(" ", -1));

      assertThat(said.code()).as(line).isBetween(1, 2);
      assertThat(said.err()).as(line).contains("[ERROR]").doesNotContain("Exception", "\tat ");
    }
    assertThat(real.list()).isEmpty();
  }
}
