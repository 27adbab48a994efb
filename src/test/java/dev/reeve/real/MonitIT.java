package dev.reeve.real;

import static dev.reeve.model.Signal.SIGHUP;
import static dev.reeve.model.Signal.SIGINT;
import static dev.reeve.model.Signal.SIGKILL;
import static dev.reeve.model.Signal.SIGTERM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.golden.Golden;
import dev.reeve.model.Signal;
import dev.reeve.model.Status;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The dashboard in a real terminal, over a real daemon.
class MonitIT {
  private static final String FOREVER = "while :; do sleep 0.1; done";

  private static final Pattern VARYING =
      Pattern.compile(
          "(online +|┌ cpu |┌ mem |── (?=/)|uptime +|pid +|exec cwd +|user +"
              + "|created at +|out log +)"
              + "[^│┐]+");

  private final RealHome real = new RealHome();

  @AfterEach
  void end() throws Exception {
    real.close();
  }

  @Test
  void the_screen_is_as_it_should_be_at_both_sizes_and_says_when_it_is_too_small()
      throws Exception {
    start("api", "echo 日本語 one; echo two >&2; " + FOREVER);
    start("worker", FOREVER);
    real.until("worker", Status.ONLINE);
    RealHome.eventually(() -> real.log("api-error.log").equals("two\n"));
    try (var terminal = new Tmux(real, 80, 24)) {
      open(terminal);
      terminal.until("out 日本語 one");
      becomes(terminal, "monit/terminal-80x24.txt", screen -> screen.contains("script path"));

      terminal.resize(120, 40);
      becomes(
          terminal,
          "monit/terminal-120x40.txt",
          screen -> screen.contains("out log") && lines(screen) == 40);

      terminal.resize(60, 20);
      terminal.until("the terminal is 60x20; monit needs 80x24");
      terminal.resize(80, 24);
      var small = Golden.text("monit/terminal-80x24.txt");
      terminal.until(screen -> masked(screen).equals(small));
    }
  }

  /// It is drawn part by part: what is seen last is compared.
  private static void becomes(Tmux terminal, String golden, Predicate<String> drawn)
      throws Exception {
    var last = new String[] {masked(terminal.until(drawn))};
    var limitNs = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    RealHome.eventually(() -> {
      last[0] = masked(terminal.screen());
      return last[0].equals(Golden.text(golden)) || System.nanoTime() > limitNs;
    });
    Golden.check(golden, last[0]);
  }

  @Test
  void keys_select_filter_scroll_and_act() throws Exception {
    start("api", "for i in $(seq 300); do echo line $i; done; " + FOREVER);
    var worker = "trap 'echo bye; exit' INT; while :; do echo tick; sleep 0.05; done";
    real.startShell(RealHome.App.of("worker", worker).killTimeout(Duration.ofSeconds(60)));
    RealHome.eventually(() -> real.log("api-out.log").endsWith("line 300\n"));
    try (var terminal = new Tmux(real, 80, 24)) {
      open(terminal);
      terminal.until("line 300");
      terminal.press("PageUp");
      terminal.until(
          screen -> screen.contains("newer lines below") && !screen.contains("line 300"));

      terminal.press("Down");
      terminal.until("out tick");
      terminal.type("s");
      real.until("worker", Status.STOPPED);
      terminal.until("worker[1] stopped");
      terminal.until("out bye");
      terminal.type("r");
      real.until("worker", Status.ONLINE);
      terminal.until("worker[1] restarted");
      int restarts = real.view("worker").restarts();
      terminal.type("l");
      terminal.until("worker[1] restarted, as there is no reload yet");
      assertThat(real.view("worker").restarts()).isGreaterThan(restarts);

      terminal.type("/ap");
      terminal.until(screen -> screen.contains("apps with 'ap'") && !screen.contains("worker"));
      terminal.press("Escape");
      terminal.until(screen -> screen.contains("worker"));
      terminal.type("?");
      terminal.until("leave; the apps go on");
      terminal.type("x");
      terminal.until(screen -> !screen.contains("leave; the apps go on"));
      terminal.type("q");
      terminal.until("left with 0");
      assertThat(real.view("api").status()).isEqualTo(Status.ONLINE);
    }
  }

  @Test
  void the_terminal_is_given_back_whatever_ends_it() throws Exception {
    start("api", "while :; do echo tick; sleep 0.05; done");
    try (var terminal = new Tmux(real, 80, 24)) {
      for (var signal : List.of(SIGTERM, SIGINT, SIGHUP)) {
        givesBack(terminal, 128 + signal.number(), () -> send(signal, terminal.program()));
        assertThat(terminal.screen()).contains("left with " + (128 + signal.number()));
      }
      for (var key : List.of("q", "C-c")) {
        givesBack(terminal, 0, () -> terminal.press(key));
        assertThat(terminal.screen()).contains("left with 0");
      }
      // The shell and the guard learn of this one at the same moment: what the shell says at once
      // may be said on the screen that the guard is about to put away.
      givesBack(terminal, 128 + SIGKILL.number(), () -> send(SIGKILL, terminal.program()));
    }
  }

  private interface Ending {
    void happen() throws Exception;
  }

  private void givesBack(Tmux terminal, int code, Ending ending) throws Exception {
    terminal.line("clear; cd; rm -f left; stty -g >before");
    open(terminal);
    terminal.until("out tick");
    assertThat(terminal.variable("alternate_on")).isEqualTo("1");
    var guards = terminal.program().children().toList();
    assertThat(guards).isNotEmpty();

    ending.happen();

    var left = real.folder().resolve("left");
    RealHome.eventually(() -> Files.readString(left).endsWith("\n"));
    assertThat(left).hasContent("left with " + code);
    for (var guard : guards) {
      RealHome.eventually(() -> !RealHome.alive(guard.pid()));
    }
    terminal.line("stty -g >after; echo compared");
    terminal.until("\ncompared");
    var before = Files.readString(real.folder().resolve("before"));
    assertThat(real.folder().resolve("after")).hasContent(before);
    assertThat(terminal.variable("alternate_on")).isEqualTo("0");
    assertThat(terminal.variable("cursor_flag")).isEqualTo("1");
  }

  @Test
  void a_daemon_that_goes_is_waited_for_and_not_started() throws Exception {
    try (var terminal = new Tmux(real, 80, 24)) {
      open(terminal);
      terminal.until("no app yet: start one");
      start("api", "while :; do echo tick; sleep 0.05; done");
      terminal.until("out tick");

      assertThat(real.run("kill").code()).isZero();
      terminal.until("no daemon, waiting for one: no daemon is running");
      terminal.type("r");
      terminal.until("there is no daemon to restart api");
      assertThat(Files.exists(real.home().socket())).isFalse();

      start("later", "while :; do echo tock; sleep 0.05; done");
      terminal.until(screen -> screen.contains("1 app, 1 online") && screen.contains("later"));
      terminal.until("out tock");
      terminal.type("q");
      terminal.until("left with 0");
    }
  }

  @Test
  void without_a_terminal_it_says_what_to_do() throws Exception {
    var said = real.run("monit");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("monit needs a terminal");
  }

  private void start(String name, String script) throws Exception {
    real.startShell(RealHome.App.of(name, script));
  }

  private void open(Tmux terminal) throws Exception {
    terminal.line(RealHome.LAUNCHER + " monit; echo left with $? | tee ~/left");
    terminal.until(screen -> screen.startsWith("Reeve  ") && !screen.contains("connecting"));
  }

  private static void send(Signal signal, ProcessHandle program) throws Exception {
    var kill = List.of("kill", "-" + signal.number(), String.valueOf(program.pid()));
    assertThat(new ProcessBuilder(kill).start().waitFor()).isZero();
  }

  private static long lines(String screen) {
    return screen.lines().count();
  }

  /// Figures, times and the folder, which differ each time, become dots; everything stays in its
  /// place.
  private static String masked(String screen) {
    return VARYING
        .matcher(screen.replaceAll("[▁▂▃▄▅▆▇█]", " "))
        .replaceAll(match -> match.group(1) + "·".repeat(match.end() - match.end(1)));
  }
}
