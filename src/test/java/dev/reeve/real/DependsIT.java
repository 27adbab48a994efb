package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Apps that start after others, on real processes. Each writes into one file when it begins, and
/// when it is asked to end.
class DependsIT {
  private final RealHome real = new RealHome();
  private final Path order = real.folder().resolve("order");

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  private String app(String name, String more) {
    var script =
        "trap 'echo -%s >> %s; exit 0' INT; echo +%s >> %s; echo up; while :; do sleep 0.05; done"
            .formatted(name, order, name, order);
    return """
    { "name": "%s", "script": "/bin/sh", "interpreter": "none", "args": ["-c", "%s"],
      "kill_timeout": "20s", "listen_timeout": "20s" %s }\
    """
        .formatted(name, script, more);
  }

  /// Healthy when a file is there and somebody has written into the order; until then just not.
  private String healthyWith(Path file) {
    return """
    , "health": { "exec": "test -e %s && test -s %s", "interval": 100, "timeout": "20s",
      "retries": 100000 }\
    """
        .formatted(file, order);
  }

  private Path file(String... apps) throws Exception {
    return real.file("apps.json", "[" + String.join(",\n", apps) + "]");
  }

  private List<String> order() throws Exception {
    return Files.exists(order) ? Files.readAllLines(order) : List.of();
  }

  /// Started, seen through a reboot, and stopped.
  @Test
  void apps_come_up_in_order_go_in_reverse_and_come_back_in_order() throws Exception {
    var go = real.folder().resolve("go");
    var job =
        "{ \"name\": \"job\", \"script\": \"/bin/sh\", \"interpreter\": \"none\","
            + " \"args\": [\"-c\", \"echo +job >> %s\"], \"restart\": \"on-failure\","
                .formatted(order)
            + " \"depends_on\": { \"db\": \"healthy\" } }";
    var file =
        file(
            app("web", ", \"depends_on\": { \"job\": \"completed\", \"db\": \"ready\" }"),
            job,
            app("db", healthyWith(go)));
    var starting = start(file);
    RealHome.eventually(() -> real.list().size() == 3);
    var web = real.until("web", view -> view.note() != null);
    assertThat(web.status()).isEqualTo(Status.LAUNCHING);
    assertThat(web.note()).isEqualTo("waits for job to have ended well");
    assertThat(real.until("job", view -> view.note() != null).note())
        .isEqualTo("waits for db to be healthy");
    assertThat(real.run("describe", "web").out()).contains("waits for job", "db to be ready");
    Files.createFile(go);
    starting.join();
    real.until("web", Status.ONLINE);
    RealHome.eventually(() -> order().equals(List.of("+db", "+job", "+web")));

    real.run("save");
    real.run("kill");
    assertThat(order()).endsWith("-web", "-db");
    Files.delete(order);
    real.run("resurrect");
    real.until("web", Status.ONLINE);
    RealHome.eventually(() -> order().equals(List.of("+db", "+job", "+web")));
  }

  private Thread start(Path file) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            real.run("start", file.toString());
          } catch (Exception refused) {
            throw new IllegalStateException(refused);
          }
        });
  }

  @Test
  void what_waits_goes_on_waiting_under_the_next_daemon() throws Exception {
    var go = real.folder().resolve("go");
    var file =
        file(app("web", ", \"depends_on\": { \"db\": \"healthy\" }"), app("db", healthyWith(go)));
    var starting = start(file);
    RealHome.eventually(() -> real.list().size() == 2);
    real.until("web", view -> "waits for db to be healthy".equals(view.note()));
    RealHome.eventually(() -> order().equals(List.of("+db")));
    long daemon = real.daemonPid();

    ProcessHandle.of(daemon).orElseThrow().destroyForcibly();
    RealHome.eventually(() -> ProcessHandle.of(daemon).isEmpty());
    starting.join();

    real.until("web", view -> "waits for db to be healthy".equals(view.note()));
    assertThat(order()).containsExactly("+db");
    Files.createFile(go);
    real.until("web", Status.ONLINE);
    RealHome.eventually(() -> order().equals(List.of("+db", "+web")));
  }

  @Test
  void what_fails_is_told_along_the_chain() throws Exception {
    var broken =
        """
        { "name": "db", "script": "/bin/false", "interpreter": "none", "max_restarts": 1,
          "health": { "tcp": 1 } }\
        """;
    var said =
        real.run(
            "start",
            file(
                    app("web", ", \"depends_on\": [\"api\"]"),
                    app("api", ", \"depends_on\": { \"db\": \"healthy\" }"),
                    broken)
                .toString());

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out() + said.err())
        .contains(
            "needs api, which needs db, which is errored (1 unstable runs in a row, the last: exit"
                + " code 1); mend db, start it, then what needs it");
    assertThat(real.view("web").status()).isEqualTo(Status.ERRORED);
    assertThat(order()).isEmpty();
  }

  @Test
  void an_app_that_is_nowhere_is_refused_and_one_in_the_list_will_do() throws Exception {
    var file = file(app("web", ", \"depends_on\": [\"data\"]"));
    var refused = real.run("start", file.toString());
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out() + refused.err())
        .contains("web can't be started: depends_on: no app is named 'data'");
    assertThat(real.list()).isEmpty();

    var data = real.file("data.json", app("data", ""));
    real.run("start", data.toString());
    assertThat(real.run("start", file.toString()).code()).isZero();
    var near = real.file("near.json", app("near", ", \"depends_on\": [\"dota\"]"));
    assertThat(real.run("start", near.toString()).err()).contains("did you mean 'data'?");
    var circle = real.file("data.json", app("data", ", \"depends_on\": [\"web\"]"));
    assertThat(real.run("start", circle.toString()).err()).contains("data → web → data");
  }

  @Test
  void the_chosen_one_brings_what_it_needs_and_is_left_alone_when_that_restarts() throws Exception {
    var file =
        file(
                app("web", ", \"depends_on\": { \"db\": \"ready\" }"),
                app("db", ", \"ready\": { \"log\": \"up\" }"),
                app("other", ""))
            .toString();

    assertThat(real.run("start", file, "--only", "web").code()).isZero();

    assertThat(real.list()).extracting(view -> view.name()).containsExactlyInAnyOrder("web", "db");
    RealHome.eventually(() -> order().equals(List.of("+db", "+web")));
    int web = real.view("web").pid();
    int db = real.view("db").pid();
    ProcessHandle.of(db).orElseThrow().destroyForcibly();
    real.until("db", view -> view.restarts() == 1 && view.status() == Status.ONLINE);
    real.run("restart", "db");
    assertThat(real.view("web").pid()).isEqualTo(web);
    int again = real.view("db").pid();
    assertThat(real.run("start", file, "--only", "web").code()).isZero();
    assertThat(real.view("db").pid()).isEqualTo(again);
    assertThat(real.view("web").pid()).isNotEqualTo(web);
  }

  @Test
  void restart_of_all_goes_in_order_and_leaves_what_it_can_not_serve_better() throws Exception {
    var well = real.folder().resolve("well");
    Files.createFile(well);
    var db = "test -e %s || exit 1; echo up; exec sleep 1000".formatted(well);
    var file =
        file(
                app("web", ", \"depends_on\": { \"db\": \"ready\" }"),
                """
                { "name": "db", "script": "/bin/sh", "interpreter": "none", "max_restarts": 1,
                  "min_uptime": "60s", "listen_timeout": "20s", "ready": { "log": "up" },
                  "args": ["-c", "%s"] }\
                """
                    .formatted(db))
            .toString();
    real.run("start", file);
    int web = real.view("web").pid();
    Files.delete(well);

    var said = real.run("restart", "all");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out() + said.err()).contains("was not restarted: needs db, which is errored");
    assertThat(real.view("web").pid()).isEqualTo(web);
    assertThat(real.view("web").status()).isEqualTo(Status.ONLINE);
  }
}
