package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Status;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs that talk to their supervisor: Node's channel, which Bun has too.
class NodeIT {
  private final RealHome real = new RealHome();

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  private String interpreter(String runtime) {
    return runtime.equals("bun")
        ? RealHome.TOOLS.resolve("node_modules/.bin/bun").toString()
        : runtime;
  }

  private RealHome.Said start(String runtime, String script, String... options) throws Exception {
    var file = real.file("app.js", script);
    var words = new java.util.ArrayList<String>();
    words.addAll(java.util.List.of("start", file.toString(), "--name", "app"));
    words.addAll(java.util.List.of("--interpreter", interpreter(runtime)));
    words.addAll(java.util.List.of(options));
    return real.run(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "bun"})
  void it_is_launching_until_it_says_ready(String runtime) throws Exception {
    var go = real.folder().resolve("go");
    var script =
        """
        const fs = require('fs');
        const timer = setInterval(() => {
          if (fs.existsSync('%s')) { process.send('ready'); clearInterval(timer); }
        }, 10);
        setInterval(() => {}, 1000);
        """
            .formatted(go);
    var starting =
        Thread.ofPlatform()
            .start(() -> {
              try {
                start(runtime, script, "--wait-ready", "--listen-timeout", "60000");
              } catch (Exception refused) {
                throw new IllegalStateException(refused);
              }
            });
    RealHome.eventually(() -> real.list().stream().anyMatch(view -> view.pid() > 0));
    assertThat(real.view("app").status()).isEqualTo(Status.LAUNCHING);
    Files.createFile(go);
    real.until("app", Status.ONLINE);
    starting.join();
    assertThat(real.daemonLog()).contains("launching → online (ready)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "bun"})
  void without_its_word_it_is_said_to_be_late(String runtime) throws Exception {
    var said =
        start(runtime, "setInterval(() => {}, 1000)", "--wait-ready", "--listen-timeout", "300");
    assertThat(said.err() + said.out()).contains("not ready in time");
    assertThat(real.view("app").status()).isEqualTo(Status.LAUNCHING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "bun"})
  void it_is_asked_to_leave_by_message(String runtime) throws Exception {
    var script =
        """
        process.on('message', word => {
          if (word === 'shutdown') { console.log('heard ' + word); process.exit(5); }
        });
        process.on('SIGINT', () => console.log('signal'));
        console.log('up');
        """;
    start(runtime, script, "--shutdown-with-message", "--kill-timeout", "30000");
    RealHome.eventually(() -> real.log("app-out.log").contains("up"));
    real.run("stop", "app");
    assertThat(real.log("app-out.log")).isEqualTo("up\nheard shutdown\n");
    assertThat(real.daemonLog()).contains("exit code 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "bun"})
  void what_it_says_in_vain_does_it_no_harm(String runtime) throws Exception {
    var script =
        """
        process.send({ type: 'process:msg', data: { text: 'ä'.repeat(200000) } });
        process.send('x\\ny');
        process.send(null);
        process.send({ type: { a: 1 }, data: 3 });
        for (let i = 0; i < 2000; i++) process.send({ i, pad: 'z'.repeat(500) });
        process.send('ready', () => console.log('all said'));
        setInterval(() => {}, 1000);
        """;
    start(runtime, script);
    RealHome.eventually(() -> real.log("app-out.log").contains("all said"));
    assertThat(real.view("app").status()).isEqualTo(Status.ONLINE);
    assertThat(real.daemonLog()).doesNotContain("loses its message channel");
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "bun"})
  void its_channel_lives_through_a_death_of_the_daemon(String runtime) throws Exception {
    var script =
        """
        process.on('disconnect', () => console.log('disconnected'));
        process.on('message', word => { if (word === 'shutdown') process.exit(7); });
        setInterval(() => process.send({ tick: Date.now() }), 5);
        console.log('up');
        """;
    start(runtime, script, "--shutdown-with-message", "--kill-timeout", "30000");
    RealHome.eventually(() -> real.log("app-out.log").contains("up"));
    long pid = real.view("app").pid();
    var daemon = ProcessHandle.of(real.daemonPid()).orElseThrow();
    daemon.destroyForcibly();
    RealHome.eventually(() -> !daemon.isAlive());
    assertThat(real.view("app").pid()).isEqualTo(pid);
    real.run("stop", "app");
    assertThat(RealHome.alive(pid)).isFalse();
    assertThat(real.log("app-out.log")).isEqualTo("up\n");
    assertThat(real.daemonLog()).doesNotContain("did not leave in time");
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "bun"})
  void the_version_of_its_node_is_shown(String runtime) throws Exception {
    var script = "console.log(process.versions.node); setInterval(() => {}, 1000)";
    start(runtime, script);
    real.startShell(RealHome.App.of("shell", "while :; do sleep 0.1; done"));
    RealHome.eventually(() -> !real.log("app-out.log").isEmpty());
    var version = real.log("app-out.log").strip();
    RealHome.eventually(
        () -> real.run("jlist").out().contains("\"node_version\":\"" + version + "\""));
    assertThat(real.run("describe", "app").out()).contains("node.js version   │ " + version);
    assertThat(real.run("describe", "shell").out()).contains("node.js version   │ N/A");
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "bun"})
  void what_it_offers_can_be_seen_and_triggered(String runtime) throws Exception {
    var script =
        """
        process.send({ type: 'axm:action', data: { action_name: 'greet', arity: 1 } });
        process.send({ type: 'axm:monitor', data: { queue: { value: 42, unit: 'jobs' } } });
        process.on('message', word => {
          const data = { action_name: 'greet', return: 'hello ' + (word.opts || '') };
          process.send({ type: 'axm:reply', data });
        });
        process.send('all told', () => console.log('all told'));
        """;
    start(runtime, script);
    RealHome.eventually(() -> real.log("app-out.log").contains("all told"));
    RealHome.eventually(() -> real.run("describe", "app").out().contains("42 jobs"));
    assertThat(real.run("describe", "app").out()).contains("greet");
    assertThat(real.run("jlist").out()).contains("\"axm_monitor\":{\"queue\":{\"value\":42");
    var said = real.run("trigger", "app", "greet", "you");
    assertThat(said.out()).isEqualTo("[app:0]=hello you\n");
    assertThat(said.code()).isZero();
    var wrong = real.run("trigger", "app", "dance");
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).contains("has no action 'dance'; it has greet");
  }
}
