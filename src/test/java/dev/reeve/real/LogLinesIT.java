package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What apps write in ways that are hard on their log: lines of megabytes, lines that a reload
/// comes into, lines beside those that they append themselves.
class LogLinesIT {
  private final RealHome real = new RealHome();

  @AfterEach
  void nothingIsLeft() throws Exception {
    real.close();
  }

  private void start(String apps) throws Exception {
    real.file("ecosystem.json", "{ \"apps\": [" + apps + "] }");
    var said = real.run("start", "ecosystem.json");
    assertThat(said.code()).as(said.err()).isZero();
  }

  private String folder(String file) {
    return real.folder().resolve(file).toString();
  }

  /// The bytes of an app in a file, less what a log of ours puts around them.
  private static long count(Path file, int letter) throws IOException {
    long count = 0;
    for (byte each : Files.readAllBytes(file)) {
      count += each == letter ? 1 : 0;
    }
    return count;
  }

  @Test
  void an_app_is_not_held_up_by_a_line_of_megabytes_in_any_kind_of_log() throws Exception {
    real.file(
        "app.sh",
        "head -c 3145728 /dev/zero | tr '\\000' Z; echo; echo last; echo finished >&2; "
            + "exec sleep 1000");
    var app =
        "\"script\": \"/bin/sh\", \"interpreter\": \"none\", \"args\": \"app.sh\", "
            + "\"log_rotate\": false";
    start(
        """
        { "name": "json", %1$s, "log_type": "json" },
        { "name": "merged", %1$s, "instances": 2, "exec_mode": "fork", "merge_logs": true },
        { "name": "combined", %1$s, "log_file": "both.log" },
        { "name": "same", %1$s, "out_file": "same.log", "error_file": "same.log" }
        """
            .formatted(app));

    var logs = real.home().logs();
    finished(logs.resolve("json-error.log"), 1);
    finished(logs.resolve("merged-error.log"), 2);
    finished(real.folder().resolve("both.log"), 1);
    finished(real.folder().resolve("same.log"), 1);
    assertThat(count(logs.resolve("json-out.log"), 'Z')).isEqualTo(3 << 20);
    assertThat(count(logs.resolve("merged-out.log"), 'Z')).isEqualTo(6 << 20);
    assertThat(count(real.folder().resolve("both.log"), 'Z')).isEqualTo(3 << 20);
    assertThat(count(real.folder().resolve("same.log"), 'Z')).isEqualTo(3 << 20);
    assertThat(real.daemonLog()).doesNotContain("fault of");
  }

  private static void finished(Path log, int times) throws Exception {
    RealHome.eventually(() ->
        Files.readString(log).lines().filter(line -> line.contains("finished")).count() == times);
  }

  @Test
  void in_a_reload_the_old_run_and_the_new_one_finish_their_lines_each() throws Exception {
    real.file(
        "app.js",
        """
        process.stdout.write('begun by ' + process.pid + ', ');
        require('net').createServer(() => {}).listen(0, '127.0.0.1');
        process.on('SIGINT', () => process.stdout.write('left\\n', () => process.exit(0)));
        const tick = setInterval(() => {
          if (require('fs').existsSync('%s')) {
            clearInterval(tick);
            console.log('ended');
          }
        }, 20);
        """
            .formatted(folder("go")));
    start(
        """
        { "name": "a", "script": "app.js", "exec_mode": "cluster", "instances": 1,
          "log_type": "json" }
        """);
    int old = real.until("a", Status.ONLINE).pid();
    RealHome.eventually(() -> held().size() == 1);

    assertThat(real.run("reload", "a").code()).isZero();
    int fresh = real.until("a", Status.ONLINE).pid();
    RealHome.eventually(() -> !RealHome.alive(old));
    real.file("go", "on");

    RealHome.eventually(() -> messages().size() >= 2);
    assertThat(messages())
        .containsExactly("begun by " + old + ", left", "begun by " + fresh + ", ended");
    assertThat(real.daemonLog()).doesNotContain("fault of");
    assertThat(real.run("delete", "a").code()).isZero();
    assertThat(held()).isEmpty();
  }

  /// The files that hold beginnings of lines.
  private List<String> held() throws IOException {
    try (var all = Files.list(real.home().state())) {
      return all.map(each -> each.getFileName().toString())
          .filter(each -> each.startsWith("held-"))
          .toList();
    }
  }

  private List<String> messages() throws IOException {
    return real.log("a-out-0.log")
        .lines()
        .map(line -> line.replaceAll("^.*\"message\":\"|\",\"timestamp.*$", ""))
        .toList();
  }

  @Test
  void lines_that_others_append_to_the_file_stay_and_none_is_torn() throws Exception {
    real.file(
        "app.sh",
        """
        own() { i=0; while [ $i -lt 20000 ]; do echo own $i; i=$((i+1)); done >> both.log; }
        own &
        i=0; while [ $i -lt 20000 ]; do echo std $i; i=$((i+1)); done
        wait
        echo finished >&2
        exec sleep 1000
        """);
    var app = "\"script\": \"/bin/sh\", \"interpreter\": \"none\", \"args\": \"app.sh\"";
    start("{ \"name\": \"a\", %s, \"out_file\": \"both.log\" }".formatted(app));

    finished(real.home().logs().resolve("a-error.log"), 1);
    var both = real.folder().resolve("both.log");
    RealHome.eventually(() -> Files.readAllLines(both).size() >= 40_000);
    var lines = Files.readAllLines(both);
    for (var who : List.of("own ", "std ")) {
      var theirs = lines.stream().filter(line -> line.startsWith(who)).toList();
      assertThat(theirs).hasSize(20_000);
      assertThat(theirs.getLast()).isEqualTo(who + 19_999);
    }
    assertThat(lines).hasSize(40_000).allMatch(line -> line.matches("(own|std) [0-9]+"));
  }

  @Test
  void what_others_append_counts_for_the_size_of_a_log() throws Exception {
    real.file("app.sh", "echo first; exec sleep 1000");
    var app = "\"script\": \"/bin/sh\", \"interpreter\": \"none\", \"args\": \"app.sh\"";
    start(
        "{ \"name\": \"a\", %s, \"out_file\": \"%s\", \"log_rotate\": { \"max_size\": \"20K\" } }"
            .formatted(app, folder("sized/a.log")));
    var log = real.folder().resolve("sized/a.log");
    RealHome.eventually(() -> Files.readString(log).equals("first\n"));

    Files.writeString(log, "x".repeat(30_000) + "\n", java.nio.file.StandardOpenOption.APPEND);

    RealHome.eventually(() -> !Files.exists(log) || Files.size(log) == 0);
  }
}
