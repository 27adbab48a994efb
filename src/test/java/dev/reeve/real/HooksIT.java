package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Hooks of real processes.
class HooksIT {
  private final RealHome real = new RealHome();
  private final Path facts = real.folder().resolve("facts");

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  private RealHome.Said start(String script, String more) throws Exception {
    var text =
        """
        { "name": "api", "script": "/bin/sh", "interpreter": "none", "args": ["-c", "%s"],
          "min_uptime": "60s", "kill_timeout": "20s", %s }\
        """
            .formatted(script, more);
    return real.run("start", real.file("app.json", text).toString());
  }

  /// Those that are written to the end.
  private List<JsonObject> facts() throws Exception {
    var all = new ArrayList<JsonObject>();
    var text = Files.exists(facts) ? Files.readString(facts) : "";
    for (var line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      all.add(Json.parseObject(line));
    }
    return all;
  }

  private List<String> events() throws Exception {
    return facts().stream().map(each -> each.text("event", "")).toList();
  }

  @Test
  void commands_are_told_the_facts_and_hold_up_start_and_stop() throws Exception {
    var go = real.folder().resolve("go");
    var keep = "cat >> " + facts;
    start(
        "exec sleep 1000",
        "\"autostart\": false, \"env\": { \"SECRET\": \"s3cret\" }, \"hooks\": {"
            + " \"pre_start\": \"%s; while ! test -e %s; do sleep 0.02; done\",".formatted(keep, go)
            + " \"post_start\": \"%s; echo told $REEVE_APP $REEVE_HOOK $SECRET\",".formatted(keep)
            + " \"pre_stop\": [\"sh\", \"-c\", \"%s\"],".formatted(keep)
            + " \"post_stop\": { \"run\": \"%s\", \"timeout\": \"20s\" } }".formatted(keep));
    var starting =
        Thread.ofPlatform()
            .start(() -> {
              try {
                real.run("start", "api");
              } catch (Exception refused) {
                throw new IllegalStateException(refused);
              }
            });
    RealHome.eventually(() -> events().equals(List.of("pre_start")));
    assertThat(real.view("api").status()).isEqualTo(Status.LAUNCHING);
    assertThat(real.view("api").note()).isEqualTo("its pre_start hook runs");
    assertThat(real.view("api").pid()).isZero();
    Files.createFile(go);
    starting.join();
    int pid = real.until("api", Status.ONLINE).pid();
    RealHome.eventually(() -> events().contains("post_start"));
    real.run("stop", "api");
    RealHome.eventually(
        () -> events().equals(List.of("pre_start", "post_start", "pre_stop", "post_stop")));

    var started = facts().get(1);
    assertThat(started.text("app", "")).isEqualTo("api");
    assertThat(started.number("pid", 0)).isEqualTo(pid);
    assertThat(started.text("status", "")).isEqualTo("online");
    assertThat(started.fields()).containsKeys("id", "restarts", "reason", "time", "host");
    assertThat(facts().get(2).number("pid", 0)).isEqualTo(pid);
    assertThat(facts().get(3).object("exit").text("signal", "")).isEqualTo("SIGINT");
    assertThat(Files.readString(facts)).doesNotContain("s3cret");
    RealHome.eventually(
        () -> real.daemonLog().contains("api[0] post_start hook: told api post_start s3cret"));
    RealHome.eventually(() -> real.run("describe", "api").out().contains("1 done"));
  }

  @Test
  void crashes_are_told_but_not_too_often() throws Exception {
    start(
        "exit 3",
        "\"max_restarts\": 6, \"hooks\": { \"on_crash\": { \"run\": \"cat >> %s\", \"limit\": 2 },"
                .formatted(facts)
            + " \"on_errored\": \"cat >> %s\" }".formatted(facts));

    real.until("api", Status.ERRORED);
    RealHome.eventually(() -> real.run("describe", "api").out().contains("2 done, 4 left out"));
    RealHome.eventually(() -> events().contains("on_errored"));

    assertThat(events()).containsExactlyInAnyOrder("on_crash", "on_crash", "on_errored");
    assertThat(facts()).allMatch(each -> each.object("exit").number("code", -1) == 3);
    assertThat(real.daemonLog())
        .containsOnlyOnce("its on_crash hook is left out for the rest of the minute: 2 is");
  }

  @Test
  void a_start_that_is_not_prepared_fails_and_leaves_nothing_running() throws Exception {
    var child = real.folder().resolve("child");
    var said =
        start(
            "echo ran >> %s/ran; exec sleep 1000".formatted(real.folder()),
            "\"max_restarts\": 1, \"hooks\": { \"pre_start\": { \"timeout\": 300, \"run\":"
                + " \"setsid sh -c 'echo $$ >> %s; exec sleep 999' & sleep 999\" } }"
                    .formatted(child));

    assertThat(said.code()).isEqualTo(1);
    assertThat(real.until("api", Status.ERRORED).note())
        .contains("its pre_start hook failed (took longer than 300 ms)");
    assertThat(real.folder().resolve("ran")).doesNotExist();
    // A slow one is killed before it comes to that.
    RealHome.eventually(() -> {
      boolean written = !pids(child).isEmpty();
      if (!written) {
        assertThat(real.run("start", "api").code()).isEqualTo(1);
      }
      return written;
    });
    for (long pid : pids(child)) {
      RealHome.eventually(() -> !RealHome.alive(pid));
    }
    start("exec sleep 1000", "\"max_restarts\": 1, \"hooks\": { \"pre_start\": \"exit 9\" }");
    assertThat(real.until("api", Status.ERRORED).note()).contains("failed (exit code 9)");
  }

  private static List<Long> pids(Path file) throws Exception {
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(Long::parseLong).toList()
        : List.of();
  }

  @Test
  void an_address_is_posted_the_facts_and_a_bad_answer_does_no_harm() throws Exception {
    var got = new LinkedBlockingQueue<String>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          got.add(exchange.getRequestMethod() + exchange.getRequestURI() + " " + body);
          boolean good = exchange.getRequestURI().getPath().equals("/good");
          exchange.sendResponseHeaders(good ? 204 : 500, -1);
          exchange.close();
        });
    server.start();
    try {
      var base = "http://127.0.0.1:" + server.getAddress().getPort();
      start(
          "exec sleep 1000",
          "\"env\": { \"SECRET\": \"s3cret\" }, \"health\": { \"tcp\": 1, \"retries\": 1,"
              + " \"interval\": 100, \"start_period\": 0, \"action\": \"none\" }, \"hooks\": {"
              + " \"post_start\": \"%s/good?token=t0ken\",".formatted(base)
              + " \"on_unhealthy\": \"%s/bad?token=t0ken\" }".formatted(base));
      var posts = new TreeSet<String>();
      for (int each = 0; each < 2; each++) {
        posts.add(String.valueOf(got.poll(30, TimeUnit.SECONDS)));
      }
      var first = posts.last();
      var second = posts.first();

      assertThat(first)
          .as(real.daemonLog())
          .startsWith("POST/good?token=t0ken {")
          .doesNotContain("s3cret");
      var body = Json.parseObject(first.substring(first.indexOf('{')));
      assertThat(body.text("event", "")).isEqualTo("post_start");
      assertThat(second).startsWith("POST/bad").contains("on_unhealthy", "nobody listens there");
      RealHome.eventually(() -> real.daemonLog().contains("answered 500"));
      assertThat(real.daemonLog())
          .contains("its on_unhealthy hook (http://127.0.0.1) answered 500")
          .doesNotContain("t0ken");
      assertThat(real.run("describe", "api").out()).contains("1 failed (the last answered 500)");
      assertThat(real.view("api").status()).isEqualTo(Status.ONLINE);
    } finally {
      server.stop(0);
    }
  }
}
