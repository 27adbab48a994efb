package dev.reeve.pm2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.fake.Shown;
import dev.reeve.model.Exit;
import dev.reeve.model.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What programs read of the list.
class Pm2ListTest {
  private static String env(@Nullable Exit exit) {
    return Json.write(Pm2List.process(Shown.ended(exit)));
  }

  @Test
  void how_the_last_run_ended_is_a_code_and_the_name_of_a_signal() {
    assertThat(env(new Exit.Code(7))).contains("\"exit_code\":7").doesNotContain("exit_signal");
    assertThat(env(new Exit.Signalled(9))).contains("\"exit_code\":0,\"exit_signal\":\"SIGKILL\"");
    assertThat(env(new Exit.Unknown())).contains("\"exit_code\":null");
    assertThat(env(null)).doesNotContain("\"exit_code\"");
  }
}
