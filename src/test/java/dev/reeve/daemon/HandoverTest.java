package dev.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.loop.Loop;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Home;
import dev.reeve.model.InstanceId;
import dev.reeve.model.Json;
import dev.reeve.model.Signal;
import dev.reeve.model.TreeKill;
import dev.reeve.store.Folders;
import dev.reeve.store.RunBook;
import dev.reeve.store.RunStore;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandoverTest {
  @TempDir Path folder;

  private final SimKernel kernel = new SimKernel(1);
  private final List<Throwable> faults = new ArrayList<>();
  private final Loop loop = new Loop(kernel, faults::add);
  private final DaemonLog log =
      new DaemonLog(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), kernel);

  private Supervisor supervisor(Home home, Notebook notebook) {
    return new Supervisor(
        new Supervisor.Ground(loop, kernel, home, log, new NoPidFiles(), notebook));
  }

  /// What a daemon leaves that was killed while its app ran.
  private Home left(int apps) throws Exception {
    var home = new Home(folder);
    Folders.make(home);
    var before = supervisor(home, Notebook.NONE);
    var book = RunStore.of(home).begin();
    for (int id = 0; id < apps; id++) {
      before.add(spec("app" + id), 0, new InstanceId(id));
      book.write(book.take(), page(id, "RUNNING"));
    }
    Files.writeString(
        home.runningList(), Json.write(Savings.write(Savings.snapshot(before.all()))));
    book.replaceOld();
    return home;
  }

  private static RunBook.Page page(int id, String kind) {
    var run = new RunBook.Run(900_000 + id, 1, 1, 1, 0, 0);
    var counts = new RunBook.Counts(0, 0, 0);
    return new RunBook.Page(id, kind, "UP", "mark" + id, run, counts, 1, Long.MAX_VALUE, "");
  }

  @Test
  void the_list_is_whole_after_a_run_that_ended_unseen_was_followed_by_the_next() throws Exception {
    var home = left(2);
    var handover = new Handover(home, log::say, Luggage.NONE, FdStore.NONE);
    handover.take(supervisor(home, handover.notebook()));
    var list = Savings.read(Json.parseObject(Files.readString(home.runningList())));
    assertThat(list).extracting(each -> each.id().number()).containsExactly(0, 1);
    assertThat(faults).isEmpty();
  }

  @Test
  void a_page_that_a_death_has_torn_keeps_no_other_app_from_being_taken_up() throws Exception {
    var home = left(2);
    var torn = RunStore.of(home).begin();
    torn.write(torn.take(), page(0, "IDLEING"));
    torn.write(torn.take(), page(1, "RUNNING"));
    torn.replaceOld();
    var handover = new Handover(home, log::say, Luggage.NONE, FdStore.NONE);
    var next = supervisor(home, handover.notebook());
    handover.take(next);
    assertThat(next.find(new InstanceId(1)).orElseThrow().exit).isNotNull();
    assertThat(next.find(new InstanceId(0))).isPresent();
    assertThat(faults).isEmpty();
  }

  @Test
  void what_is_heard_of_a_deleted_app_later_leaves_no_page() throws Exception {
    var home = left(0);
    var runs = RunStore.of(home);
    var book = runs.begin();
    book.replaceOld();
    var ground = new KeptNotebook.Ground(home, FdStore.NONE, log::say);
    var notebook = new KeptNotebook(book, runs, ground);
    var instance = supervisor(home, notebook).add(spec("app"), 0);
    notebook.note(instance);
    assertThat(runs.book().pages()).hasSize(1);
    notebook.forget(instance);
    notebook.note(instance);
    assertThat(runs.book().pages()).isEmpty();
  }

  private static AppSpec spec(String name) {
    var none = AppSpec.Command.NO_INTERPRETER;
    return new AppSpec(
        name,
        "default",
        new AppSpec.Command("/bin/sh", List.of(), none, List.of(), "/"),
        new AppSpec.Instances(1, AppSpec.ExecMode.FORK, "NODE_APP_INSTANCE", null),
        new AppSpec.Environment(Map.of(), Map.of()),
        new AppSpec.Logs(null, null, null, false, AppSpec.LogType.RAW, null),
        new AppSpec.Start(true, false, Duration.ofMillis(3000)),
        new AppSpec.Restart(true, 5, Duration.ZERO, Duration.ZERO, Duration.ZERO, List.of(), 0),
        new AppSpec.Stop(
            Signal.SIGINT, Duration.ofSeconds(1), Duration.ofMillis(100), TreeKill.ON, false),
        null);
  }
}
