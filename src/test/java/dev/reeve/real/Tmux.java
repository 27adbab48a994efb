package dev.reeve.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A real terminal with a shell in it, that can be typed into and looked at. It is a server of its
/// own; closing it ends everything in it.
public final class Tmux implements AutoCloseable {
  private static final int LIMIT_SECONDS = 60;

  private final Path folder;
  private final Path socket;

  /// Opens a terminal whose commands work in a home.
  public Tmux(RealHome real, int columns, int rows) throws Exception {
    folder = Files.createTempDirectory("reeve-tmux");
    socket = folder.resolve("socket");
    var size = List.of("-x", String.valueOf(columns), "-y", String.valueOf(rows));
    var command = new ArrayList<>(List.of("-f", "/dev/null", "new-session", "-d"));
    command.addAll(size);
    command.addAll(
        List.of(
            "-e",
            "REEVE_HOME=" + real.home().root(),
            "-e",
            "HOME=" + real.folder(),
            "-e",
            "PM2_HOME=",
            "-e",
            "LC_ALL=C.UTF-8"));
    command.add("/bin/sh");
    tmux(command);
  }

  /// Types a line.
  public void line(String text) throws Exception {
    type(text);
    press("Enter");
  }

  /// Types characters as they are.
  public void type(String text) throws Exception {
    tmux(List.of("send-keys", "-l", text));
  }

  /// Presses keys by tmux's names: `Down`, `PageUp`, `C-c`.
  public void press(String... keys) throws Exception {
    var command = new ArrayList<>(List.of("send-keys"));
    command.addAll(List.of(keys));
    tmux(command);
  }

  public void resize(int columns, int rows) throws Exception {
    tmux(List.of("resize-window", "-x", String.valueOf(columns), "-y", String.valueOf(rows)));
  }

  /// What is on the screen now.
  public String screen() throws Exception {
    return tmux(List.of("capture-pane", "-p"));
  }

  /// A variable of tmux, such as `alternate_on`.
  public String variable(String name) throws IOException {
    return tmux(List.of("display-message", "-p", "#{" + name + "}")).strip();
  }

  /// Waits until the screen is as it should be, and hands it out.
  public String until(Predicate<String> wanted) throws Exception {
    var last = new String[] {""};
    try {
      RealHome.eventually(() -> {
        last[0] = screen();
        return wanted.test(last[0]);
      });
    } catch (AssertionError never) {
      throw new AssertionError("the last look:\n" + last[0], never);
    }
    return last[0];
  }

  public String until(String part) throws Exception {
    return until(screen -> screen.contains(part));
  }

  /// The process that the shell runs in the foreground.
  public ProcessHandle program() throws Exception {
    long shell = Long.parseLong(variable("pane_pid"));
    return ProcessHandle.of(shell).orElseThrow().children().findFirst().orElseThrow();
  }

  private String tmux(List<String> words) throws IOException {
    var command = new ArrayList<>(List.of("tmux", "-u", "-S", socket.toString()));
    command.addAll(words);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    var process = builder.start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.onExit().join().exitValue()).as("%s: %s", command, said).isZero();
    return said;
  }

  /// Returns when its shells are gone: they may write down what was typed.
  @Override
  public void close() throws IOException {
    var shell = ProcessHandle.of(Long.parseLong(variable("pane_pid"))).orElseThrow();
    var gone =
        Stream.concat(Stream.of(shell), shell.descendants())
            .map(ProcessHandle::onExit)
            .toArray(CompletableFuture[]::new);
    tmux(List.of("kill-server"));
    CompletableFuture.allOf(gone).orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    Files.deleteIfExists(socket);
    Files.delete(folder);
  }
}
