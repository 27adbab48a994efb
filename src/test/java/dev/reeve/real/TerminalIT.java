package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// docs/security.md, “What others write is shown, not obeyed”: names, answers, output of hooks and
/// lines of logs reach no terminal as commands, and forge no line.
class TerminalIT {
  private static final String FORGED =
      "2026-01-01T00:00:00.000+00:00 fake[9] online → errored (forged)";

  /// A title for the window, a cleared screen, a bell, and a line that looks like the daemon's.
  private static final String NAME = "\\u001b]0;pwned\\u0007\\u001b[2J\\u009b2Jx\\n" + FORGED;

  private final RealHome real = new RealHome();

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  private static void harmless(String what, String text) {
    assertThat(text.replaceAll("\u001b\\[[0-9;:]*m", ""))
        .as(what)
        .doesNotContain("\u001b", "\u0007", "\u009b")
        .doesNotContain("\n" + FORGED);
  }

  private void startHostile() throws Exception {
    real.file(
        "e.json",
        """
        { "apps": [{ "name": "%s", "script": "/bin/sh", "interpreter": "none",
          "args": ["-c",
            "printf '\\\\033]0;log\\\\007\\\\033[31mred\\\\033[0m line\\\\n'; exec sleep 1000"],
          "health": { "exec": "printf '\\\\033]0;health\\\\007ill\\\\n'; exit 1",
            "interval": "100ms", "retries": 1, "action": "none" },
          "hooks": { "post_start": "printf '\\\\033]0;hook\\\\007said\\\\n'; exit 1" } }] }
        """
            .formatted(NAME));
    var said = real.run("start", "e.json");
    harmless("start", said.out() + said.err());
    RealHome.eventually(() -> real.run("describe", "0").out().contains("ill"));
    RealHome.eventually(() -> real.daemonLog().contains("said"));
  }

  @Test
  void what_an_app_is_called_answers_and_writes_is_made_visible_everywhere() throws Exception {
    startHostile();
    for (var words :
        List.of(
            List.of("list"),
            List.of("list", "-m"),
            List.of("describe", "0"),
            List.of("env", "0"),
            List.of("jlist"),
            List.of("prettylist"),
            List.of("report"),
            List.of("logs", "--nostream"),
            List.of("logs", "--nostream", "--json"),
            List.of("logs", "--nostream", "--format"),
            List.of("restart", "0"),
            List.of("stop", "0"))) {
      var said = real.run(words.toArray(String[]::new));
      harmless(String.join(" ", words), said.out() + said.err());
    }
    harmless("the daemon's log", real.daemonLog());
    var logs = real.run("logs", "--nostream").out();
    assertThat(logs).contains("\\u001b]0;log\\u0007\u001b[31mred\u001b[0m line");
    assertThat(real.run("logs", "--nostream", "--raw").out()).contains("\u001b]0;log\u0007");
  }

  @Test
  void json_stays_json() throws Exception {
    startHostile();
    var list = dev.reeve.model.Json.parse(real.run("jlist").out());
    assertThat(String.valueOf(list)).contains("\u001b]0;pwned");
    assertThat(Files.exists(real.home().socket())).isTrue();
  }
}
