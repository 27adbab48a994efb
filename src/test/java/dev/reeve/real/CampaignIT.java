package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Json;
import dev.reeve.model.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// DESIGN, “Apps outlive the supervisor”, at moments that chance picks: the daemon is killed within
/// what it was asked to do, and the next one has each app once and each line once.
class CampaignIT {
  private static final long SEED = Long.getLong("reeve.campaign.seed", System.nanoTime());
  private static final int ROUNDS = Integer.getInteger("reeve.campaign.rounds", 25);

  /// One round in so many has hardly any disk.
  private static final int FULL = 5;

  private static final int LONGEST_MS = 300;
  private static final int DISK_BYTES = 4 << 20;
  private static final int LEFT_BYTES = 64 << 10;
  private static final int PATIENCE_S = 60;
  private static final Path SPARE = Path.of("/run/reeve-0");
  private static final Path WORKER =
      Path.of("src/test/resources/survival/worker.js").toAbsolutePath();
  private static final Map<String, String> ROTATED =
      Map.of("max_size", "20K", "retain", "all", "rotateInterval", "none");

  private final Random random = new Random(SEED);
  private RealHome real = new RealHome();
  private String last = "none";

  /// What is under way when the daemon dies.
  private enum Act {
    SAVE,
    FLUSH,
    RELOAD_LOGS,
    CONFIGURE,
    START,
    RELOAD,
    RESTART,
    UPDATE,
    TAKE_OVER
  }

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  @Test
  void each_app_and_each_line_is_there_once_whenever_the_daemon_is_killed() throws Exception {
    begin();
    for (int round = 0; round < ROUNDS - ROUNDS / FULL; round++) {
      kill(round);
    }
    allIsInOrder();
  }

  @Test
  void the_same_on_a_disk_that_is_nearly_full() throws Exception {
    var disk = real.folder().resolve("disk");
    Files.createDirectory(disk);
    assertThat(run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "none", disk.toString()))
        .as("this test mounts a small file system; run it as root")
        .isZero();
    var outer = real;
    try {
      real = new RealHome(disk);
      begin();
      var ballast = disk.resolve("ballast");
      long room = Files.getFileStore(disk).getUsableSpace();
      Files.write(ballast, new byte[(int) room - LEFT_BYTES]);
      for (int round = 0; round < ROUNDS / FULL; round++) {
        kill(round);
      }
      Files.delete(ballast);
      killDaemons();
      eachIsThereOnce(false);
      allIsInOrder();
    } finally {
      real.close();
      run("umount", disk.toString());
      real = outer;
    }
    assertThat(SPARE).as("what was kept in memory is gone").doesNotExist();
  }

  private static int run(String... words) throws Exception {
    return new ProcessBuilder(words).inheritIO().start().waitFor();
  }

  private void begin() throws Exception {
    var padding = "x".repeat(90);
    var count = "i=0; while :; do i=$((i + 1)); echo %s $i; sleep 0.01; done".formatted(padding);
    Loud.of("count").rotated(ROTATED).start(real, count);
    real.startShell(RealHome.App.of("shell", "while :; do echo up; sleep 0.1; done"));
    var file =
        real.file(
            "web.json",
            """
            { "name": "web", "script": "%s", "instances": 2, "env": { "PORT": "%d" } }
            """
                .formatted(WORKER, FreePort.any()));
    var said = real.run("start", file.toString());
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(real.run("save").code()).isZero();
  }

  private void kill(int round) throws Exception {
    var act = Act.values()[random.nextInt(Act.values().length)];
    int afterMs = random.nextInt(LONGEST_MS + 1);
    last = "seed %d, round %d: %s, killed after %d ms".formatted(SEED, round, act, afterMs);
    long counted = real.view("count").pid();
    if (act == Act.TAKE_OVER) {
      killDaemons();
    }
    var begun = begun(act, "extra" + round);
    @Nullable Reply reply = null;
    try {
      reply = begun.get(afterMs, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException unanswered) {
      // It dies in the middle, which is the point, or its disk has no room for what was asked.
    }
    killDaemons();
    try {
      begun.get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (ExecutionException died) {
      // With the daemon.
    }
    eachIsThereOnce(reply instanceof Reply.Done && act == Act.START);
    assertThat(real.view("count").pid()).as(last).isEqualTo(counted);
    filesAreWhole();
    forgetExtra();
  }

  private CompletableFuture<@Nullable Reply> begun(Act act, String extra) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return real.ask(request(act, extra));
          } catch (NoAnswer none) {
            throw new IllegalStateException(none);
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  private Request request(Act act, String extra) {
    return switch (act) {
      case SAVE -> new Request.Save(true);
      case FLUSH -> new Request.Flush(List.of("shell"));
      case RELOAD_LOGS -> new Request.ReloadLogs();
      case CONFIGURE -> new Request.Configure(Map.of("some:setting", extra));
      case START ->
          new Request.Start(List.of(RealHome.App.of(extra, "exec sleep 1000").spec(real)), false);
      case RELOAD -> new Request.Reload(List.of("web"), null, 1);
      case RESTART -> new Request.Restart(List.of("shell"), null);
      case UPDATE -> new Request.Update(RealHome.LAUNCHER.toString());
      case TAKE_OVER -> new Request.Listing();
    };
  }

  /// The daemon of the home, and what is about to become it.
  private void killDaemons() throws Exception {
    var mark = "REEVE_HOME=" + real.home().root() + "\0";
    for (var daemon : ProcessHandle.allProcesses().filter(each -> isDaemon(each, mark)).toList()) {
      daemon.destroyForcibly();
      // Its first thread is a zombie before the others have let go of its sockets.
      RealHome.eventually(() -> !daemon.isAlive());
    }
  }

  private static boolean isDaemon(ProcessHandle process, String mark) {
    try {
      var proc = Path.of("/proc/" + process.pid());
      var env =
          "\0"
              + Files.readString(
                  proc.resolve("environ"), java.nio.charset.StandardCharsets.ISO_8859_1);
      var line =
          Files.readString(proc.resolve("cmdline"), java.nio.charset.StandardCharsets.ISO_8859_1);
      return env.contains("\0" + mark) && !env.contains("\0REEVE_RUN=") && line.contains("daemon");
    } catch (IOException gone) {
      return false;
    }
  }

  private void eachIsThereOnce(boolean extra) throws Exception {
    var look = new String[] {"never looked"};
    try {
      RealHome.eventually(() -> {
        var views = real.list();
        var mains = Fleet.mains(real);
        look[0] = views + ", marked: " + mains;
        return isOnce(views) && mains.equals(new HashSet<>(pids(views)));
      });
    } catch (AssertionError | NoAnswer never) {
      throw new AssertionError(last + "; the last look: " + look[0], never);
    }
    assertThat(real.list().stream().anyMatch(CampaignIT::isExtra) || !extra).as(last).isTrue();
  }

  private static List<Integer> pids(List<InstanceView> views) {
    return views.stream().map(InstanceView::pid).toList();
  }

  private static boolean isExtra(InstanceView view) {
    return view.name().startsWith("extra");
  }

  private static boolean isOnce(List<InstanceView> views) {
    var names = new ArrayList<>(views.stream().map(InstanceView::name).sorted().toList());
    if (names.size() > 1 && names.get(1).startsWith("extra")) {
      names.remove(1);
    }
    return names.equals(List.of("count", "shell", "web", "web"))
        && views.stream().allMatch(view -> view.status() == Status.ONLINE);
  }

  private void filesAreWhole() throws Exception {
    for (var file : List.of(real.home().savedList(), real.home().moduleConf())) {
      if (Files.exists(file)) {
        var text = Files.readString(file);
        assertThat(Json.parseObject(text).fields()).as(last).isNotEmpty();
      }
    }
  }

  private void forgetExtra() throws Exception {
    var extra = real.list().stream().filter(CampaignIT::isExtra).map(InstanceView::name).toList();
    if (!extra.isEmpty()) {
      assertThat(real.ask(new Request.Delete(extra))).as(last).isInstanceOf(Reply.Done.class);
    }
  }

  private void allIsInOrder() throws Exception {
    var active = real.home().logs().resolve("count-out.log");
    RealHome.eventually(() -> Files.size(active) > 0);
    assertThat(real.ask(new Request.Save(true))).isInstanceOf(Reply.Saved.class);
    assertThat(real.ask(new Request.Configure(Map.of("some:setting", "1"))))
        .isInstanceOf(Reply.Text.class);
    assertThat(real.ask(new Request.Stop(List.of("count")))).isInstanceOf(Reply.Done.class);
    assertThat(Numbered.first(logs().getFirst())).as(last).isEqualTo(1);
    assertThat(Numbered.gapOrRepeat(logs().toArray(Path[]::new))).as(last).isEmpty();
    try (Stream<Path> files = Files.walk(real.home().root())) {
      assertThat(files.filter(file -> file.toString().endsWith(".new"))).as(last).isEmpty();
    }
  }

  /// The generations of the log of what counts, oldest first.
  private List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.list(real.home().logs())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("count-out"))
          .filter(file -> file.toFile().length() > 0)
          .sorted(Comparator.comparingLong(Numbered::firstOf))
          .toList();
    }
  }
}
