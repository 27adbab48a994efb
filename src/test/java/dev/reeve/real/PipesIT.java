package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Named pipes where files belong: whoever opens one waits for its other end for good.
class PipesIT {
  private final RealHome real = new RealHome();

  @AfterEach
  void nothingIsLeft() throws Exception {
    real.close();
  }

  private static void pipe(Path at) throws Exception {
    Files.createDirectories(at.getParent());
    Files.deleteIfExists(at);
    assertThat(new ProcessBuilder("mkfifo", at.toString()).start().waitFor()).isZero();
  }

  private RealHome.Said run(String... words) throws Exception {
    return real.runBy(List.of("timeout", "60"), words);
  }

  @Test
  void one_in_a_home_is_told_or_replaced() throws Exception {
    var home = real.home();
    for (var each :
        List.of(home.daemonLock(), home.startLock(), home.daemonLog(), home.pidFile())) {
      pipe(each);
      var said = run("list");
      assertThat(said.code()).as(said.err()).isNotIn(0, 124);
      assertThat(said.err()).contains(each + " is no file").doesNotContain("Exception in");
      Files.delete(each);
    }
    for (var each : List.of(home.runBook(), home.runningList(), home.moduleConf())) {
      pipe(each);
    }
    assertThat(run("list").code()).isZero();
    pipe(home.savedList());
    var said = run("resurrect");
    assertThat(said.code()).as(said.err()).isNotIn(0, 124);
    assertThat(said.err()).contains("is no file");
    said = run("save", "--force");
    assertThat(said.code()).as(said.err()).isNotEqualTo(124);
    assertThat(said.code() == 0 || said.err().contains("is no file")).as(said.err()).isTrue();
    assertThat(real.daemonLog()).doesNotContain("fault of");
  }

  @Test
  void one_as_a_log_or_a_pid_file_holds_nobody_up() throws Exception {
    for (var name : List.of("out.log", "err.log", "a.pid")) {
      pipe(real.folder().resolve(name));
    }
    real.file("app.sh", "echo out; echo err >&2; touch written; exec sleep 1000");
    real.file(
        "ecosystem.json",
        """
        { "apps": [{ "name": "a", "script": "/bin/sh", "interpreter": "none", "args": "app.sh",
          "out_file": "out.log", "error_file": "err.log", "pid_file": "a.pid" }] }
        """);
    assertThat(run("start", "ecosystem.json").code()).isZero();
    real.until("a", Status.ONLINE);
    RealHome.eventually(() -> Files.exists(real.folder().resolve("written")));
    assertThat(real.daemonLog()).contains("a.pid cannot be written: nobody reads");

    assertThat(run("logs", "a", "--nostream", "--lines", "5").code()).isZero();
    assertThat(run("flush", "a").code()).isNotEqualTo(124);
    assertThat(run("reloadLogs").code()).isZero();
    assertThat(run("restart", "a").code()).isZero();
    assertThat(real.daemonLog()).doesNotContain("fault of");
  }
}
