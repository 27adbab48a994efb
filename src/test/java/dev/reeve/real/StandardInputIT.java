package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Standard input of real apps.
class StandardInputIT {
  private static final String ECHO =
      "echo up; while read -r line; do echo \"got $line\"; done; echo end of input";

  private final RealHome real = new RealHome();

  @AfterEach
  void end() throws Exception {
    real.close();
  }

  private void holds(String log, String text) throws Exception {
    RealHome.eventually(() -> real.log(log).equals(text));
  }

  @Test
  void a_line_reaches_the_app_and_there_is_no_end() throws Exception {
    real.startShell(RealHome.App.of("echo", ECHO));
    holds("echo-out.log", "up\n");
    int before = real.daemonFds();
    assertThat(real.run("send", "echo", "one").code()).isZero();
    assertThat(real.run("send", "0", "two", "words ü").code()).isZero();
    holds("echo-out.log", "up\ngot one\ngot two words ü\n");
    RealHome.eventually(() -> real.daemonFds() <= before);

    var nobody = real.run("send", "nobody", "x");
    assertThat(nobody.code()).isEqualTo(1);
    assertThat(nobody.err()).contains("nobody");
    assertThat(real.run("stop", "echo").code()).isZero();
    assertThat(real.run("send", "echo", "x").err()).contains("has no process; start it first");
  }

  @Test
  void it_lives_through_a_death_of_the_daemon() throws Exception {
    real.startShell(RealHome.App.of("echo", ECHO));
    assertThat(real.run("send", "echo", "before").code()).isZero();
    holds("echo-out.log", "up\ngot before\n");
    long pid = real.view("echo").pid();
    var daemon = ProcessHandle.of(real.daemonPid()).orElseThrow();
    daemon.destroyForcibly();
    RealHome.eventually(() -> !daemon.isAlive());
    assertThat(real.run("send", "echo", "after").code()).isZero();
    holds("echo-out.log", "up\ngot before\ngot after\n");
    assertThat(real.run("update").code()).isZero();
    assertThat(real.run("send", "echo", "updated").code()).isZero();
    holds("echo-out.log", "up\ngot before\ngot after\ngot updated\n");
    assertThat(real.view("echo").pid()).isEqualTo(pid);
  }

  @Test
  void what_does_not_read_is_no_trouble() throws Exception {
    real.startShell(RealHome.App.of("deaf", "exec sleep 1000"));
    real.startShell(RealHome.App.of("closed", "exec <&-; echo closed; exec sleep 1000"));
    holds("closed-out.log", "closed\n");
    var tooLong = real.run("send", "deaf", "x".repeat(4096));
    assertThat(tooLong.code()).isEqualTo(1);
    assertThat(tooLong.err()).contains("longer than 4096 bytes");
    var line = "x".repeat(4000);
    int taken = 0;
    var last = real.run("send", "deaf", line);
    while (last.code() == 0 && taken < 100) {
      taken++;
      last = real.run("send", "deaf", line);
    }
    assertThat(taken).isBetween(1, 99);
    assertThat(last.err()).contains("does not read what it is sent: its standard input is full");
    assertThat(real.run("send", "closed", "x").err()).contains("has closed its standard input");
    assertThat(real.view("deaf").status()).isEqualTo(Status.ONLINE);
  }

  @Test
  void a_terminal_is_the_apps_own_until_it_detaches() throws Exception {
    real.startShell(RealHome.App.of("echo", ECHO));
    try (var terminal = new Tmux(real, 100, 30)) {
      terminal.line("PS1='in the shell: '; " + RealHome.LAUNCHER + " attach echo");
      terminal.until("attached to echo");
      terminal.line("hello there");
      terminal.until("got hello there");
      terminal.press("C-c");
      terminal.until(screen -> screen.strip().endsWith("in the shell:"));
    }
    assertThat(real.view("echo").status()).isEqualTo(Status.ONLINE);
  }

  @Test
  void a_start_may_be_followed() throws Exception {
    real.file("say.sh", "while :; do echo here I am; sleep 0.1; done");
    try (var terminal = new Tmux(real, 100, 40)) {
      terminal.line("cd " + real.folder() + " && " + RealHome.LAUNCHER + " start say.sh --attach");
      terminal.until("| here I am");
      terminal.press("C-c");
    }
    assertThat(real.view("say").status()).isEqualTo(Status.ONLINE);
  }
}
