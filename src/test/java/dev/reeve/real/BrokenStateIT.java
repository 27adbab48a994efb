package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// docs/security.md, “Bookkeeping never stops supervision”: what a daemon has noted is torn, of
/// another home, or could not be written at all.
class BrokenStateIT {
  private static final int DISK_BYTES = 4 << 20;
  private static final Path SPARE = Path.of("/run/reeve-0");

  private RealHome real = new RealHome();

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  private static int run(String... words) throws Exception {
    return new ProcessBuilder(words).inheritIO().start().waitFor();
  }

  private void startApps(String... names) throws Exception {
    for (var name : names) {
      real.startShell(RealHome.App.of(name, "exec sleep 1000"));
    }
  }

  private Map<String, Integer> pids() throws Exception {
    var pids = new TreeMap<String, Integer>();
    for (InstanceView view : real.list()) {
      assertThat(view.status()).as(view.name()).isEqualTo(Status.ONLINE);
      pids.put(view.name(), view.pid());
    }
    return pids;
  }

  private void killDaemon() throws Exception {
    // A full disk does not take the pid file.
    var pong = (Reply.Pong) real.ask(new Request.Ping());
    var daemon = ProcessHandle.of(pong.pid()).orElseThrow();
    daemon.destroyForcibly();
    RealHome.eventually(() -> !daemon.isAlive());
  }

  @Test
  void whatever_a_run_book_holds_each_app_is_found_again_and_none_is_doubled() throws Exception {
    startApps("one", "two", "three");
    var before = pids();
    var random = new Random(11);
    for (int round = 0; round < 12; round++) {
      killDaemon();
      var book = real.home().runBook();
      Files.write(book, damaged(Files.readAllBytes(book), round, random));
      assertThat(pids()).as("round " + round).isEqualTo(before);
    }
  }

  private static byte[] damaged(byte[] book, int round, Random random) {
    switch (round % 4) {
      case 0 -> Arrays.fill(book, (byte) 0);
      case 1 -> {
        return Arrays.copyOf(book, random.nextInt(book.length));
      }
      case 2 -> {
        for (int i = 0; i < 60; i++) {
          book[random.nextInt(book.length)] = (byte) random.nextInt(256);
        }
      }
      default -> Arrays.fill(book, 512, Math.min(book.length, 4096), (byte) random.nextInt(256));
    }
    return book;
  }

  @Test
  void a_full_disk_keeps_no_app_down_and_what_is_started_then_is_known_afterwards()
      throws Exception {
    var disk = real.folder().resolve("disk");
    Files.createDirectory(disk);
    assertThat(run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "none", disk.toString()))
        .as("this test mounts a small file system; run it as root")
        .isZero();
    var outer = real;
    try {
      real = new RealHome(disk);
      startApps("saved");
      assertThat(real.run("save").code()).isZero();
      assertThat(real.run("kill").code()).isZero();
      var ballast = fill(disk);
      var said = real.run("resurrect");
      assertThat(said.code()).as(said.err()).isZero();
      startApps("while-full");
      var before = pids();
      assertThat(before).containsOnlyKeys("saved", "while-full");
      killDaemon();
      assertThat(pids()).isEqualTo(before);
      Files.delete(ballast);
      killDaemon();
      assertThat(pids()).isEqualTo(before);
      startApps("afterwards");
      var all = pids();
      killDaemon();
      assertThat(pids()).isEqualTo(all);
    } finally {
      real.close();
      run("umount", disk.toString());
      real = outer;
    }
    assertThat(SPARE).as("what was kept in memory is gone").doesNotExist();
  }

  private static Path fill(Path disk) throws IOException {
    var ballast = disk.resolve("ballast");
    try (var out = Files.newOutputStream(ballast)) {
      var piece = new byte[4096];
      for (int i = 0; i < DISK_BYTES / piece.length; i++) {
        out.write(piece);
      }
    } catch (IOException full) {
      assertThat(Files.getFileStore(disk).getUsableSpace()).isZero();
    }
    return ballast;
  }

  @Test
  void the_copy_of_a_home_leaves_the_processes_of_the_first_one_alone() throws Exception {
    startApps("app");
    var before = pids();
    killDaemon();
    var copy = real.folder().resolve("copy");
    assertThat(run("cp", "-a", real.home().root().toString(), copy.toString())).isZero();
    assertThat(inCopy(copy, "jlist").out().strip()).isEqualTo("[]");
    assertThat(inCopy(copy, "kill").code()).isZero();
    assertThat(pids()).isEqualTo(before);
  }

  private RealHome.Said inCopy(Path copy, String word) throws Exception {
    return real.runBy(List.of("env", "REEVE_HOME=" + copy), word);
  }

  @Test
  void one_spec_that_cannot_be_read_costs_its_own_app_and_is_kept_as_it_is() throws Exception {
    startApps("bad", "good");
    assertThat(real.run("save").code()).isZero();
    assertThat(real.run("kill").code()).isZero();
    var list = real.home().savedList();
    var whole = Files.readString(list);
    for (var value : List.of("\"delay\":1.0E300", "\"delay\":0,\"word\":\"\\u0000\"")) {
      Files.writeString(list, whole.replaceFirst("\"delay\":0", Matcher.quoteReplacement(value)));
      var said = real.run("resurrect");
      assertThat(said.code()).isEqualTo(1);
      assertThat(said.err()).contains("bad[0] ✗ its entry in the saved list cannot be read");
      assertThat(real.view("good").status()).isEqualTo(Status.ONLINE);
      assertThat(real.view("bad").status()).isEqualTo(Status.ERRORED);
      assertThat(real.run("save").code()).isZero();
      assertThat(Files.readString(list)).contains(value);
      killDaemon();
      assertThat(real.view("bad").status()).isEqualTo(Status.ERRORED);
      assertThat(real.run("kill").code()).isZero();
    }
  }

  @Test
  void a_socket_that_is_taken_away_is_made_again() throws Exception {
    startApps("app");
    long daemon = real.daemonPid();
    for (var socket :
        List.of(real.home().socket(), real.home().rpcSocket(), real.home().busSocket())) {
      Files.delete(socket);
      RealHome.eventually(() -> Files.exists(socket));
    }
    assertThat(real.view("app").status()).isEqualTo(Status.ONLINE);
    assertThat(real.daemonPid()).isEqualTo(daemon);
  }
}
