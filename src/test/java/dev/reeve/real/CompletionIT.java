package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The key for completion, pressed in real shells.
class CompletionIT {
  /// Where the shells are unpacked that a machine need not have.
  private static final Path SHELLS = RealHome.TOOLS.resolve("shells/root");

  private final RealHome real = new RealHome();

  @BeforeEach
  void begin() throws Exception {
    var bin = Files.createDirectory(real.folder().resolve("bin"));
    Files.createSymbolicLink(bin.resolve("reeve"), RealHome.LAUNCHER);
    Files.createSymbolicLink(bin.resolve("pm2"), RealHome.LAUNCHER);
    real.startShell(RealHome.App.of("jobs:night", "exec sleep 1000"));
    real.startShell(RealHome.App.of("web", "exec sleep 1000"));
  }

  @AfterEach
  void end() throws Exception {
    real.close();
  }

  @Test
  void bash_completes_what_is_typed() throws Exception {
    try (var terminal = new Tmux(real, 100, 30)) {
      shell(terminal, "PS1='go> ' bash --norc --noprofile");
      terminal.line("source <(reeve completion bash); source <(pm2 completion bash); echo re''ady");
      terminal.until("ready\n");
      completes(terminal);
    }
  }

  @Test
  void zsh_completes_what_is_typed() throws Exception {
    var own = Files.exists(SHELLS.resolve("bin/zsh"));
    if (own) {
      var modules = SHELLS.resolve("usr/lib").toString();
      var functions = SHELLS.resolve("usr/share/zsh/functions");
      real.file(
          ".zshrc",
          """
          module_path=(%s/*/zsh/*(N/)); fpath=(%s/*(N/) %s/*/*(N/)); setopt zle; PS1='go> '
          """
              .formatted(modules, functions, functions));
    } else {
      real.file(".zshrc", "PS1='go> '\n");
    }
    try (var terminal = new Tmux(real, 100, 30)) {
      shell(terminal, (own ? SHELLS.resolve("bin/zsh").toString() : "zsh") + " -i -d");
      terminal.line("source <(reeve completion zsh); source <(pm2 completion zsh); echo re''ady");
      terminal.until("ready\n");
      completes(terminal);
    }
  }

  @Test
  void fish_completes_what_is_typed() throws Exception {
    var own = SHELLS.resolve("usr/bin/fish");
    var libraries = "LD_LIBRARY_PATH=$(echo " + SHELLS + "/usr/lib/*) ";
    try (var terminal = new Tmux(real, 100, 30)) {
      var prompt = " -C 'function fish_prompt; echo -n \"go> \"; end'";
      shell(terminal, (Files.exists(own) ? libraries + own : "fish") + prompt);
      terminal.line("reeve completion fish | source; pm2 completion fish | source; echo re''ady");
      terminal.until("ready\n");
      completes(terminal);
    }
  }

  private void shell(Tmux terminal, String program) throws Exception {
    terminal.line("cd " + real.folder() + " && PATH=$PWD/bin:$PATH");
    terminal.line(program);
    // What is typed before it asks for a line may be lost. The shell before it may ask late.
    terminal.until(screen -> screen.lines().anyMatch(line -> line.strip().endsWith("go>")));
  }

  /// A command, an option, and names of apps that run now, one with a colon in it.
  private void completes(Tmux terminal) throws Exception {
    terminal.type("reeve descr");
    terminal.press("Tab");
    terminal.until("reeve describe");
    terminal.type("w");
    terminal.press("Tab");
    terminal.until("reeve describe web");
    terminal.press("C-u");

    terminal.type("pm2 id jo");
    terminal.press("Tab");
    var screen = terminal.until(now -> now.contains("night"));
    assertThat(screen.replace("\\", "")).contains("pm2 id jobs:night");
    terminal.press("C-u");

    real.startShell(RealHome.App.of("zebra", "exec sleep 1000"));
    terminal.type("pm2 stop ze");
    terminal.press("Tab");
    terminal.until("pm2 stop zebra");
    terminal.press("C-u");

    terminal.type("reeve start --max-mem");
    terminal.press("Tab");
    terminal.until("--max-memory-restart");
  }
}
