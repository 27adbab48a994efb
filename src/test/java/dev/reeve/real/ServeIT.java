package dev.reeve.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// docs/serve.md: the server as an app in the list.
class ServeIT {
  private final RealHome real = new RealHome();
  private final int port = FreePort.any();
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void a_site() throws Exception {
    real.with("REEVE_NO_BUILD", "1").with("PM2_SERVE_HOST", "127.0.0.1");
    real.file("site/index.html", "<h1>home</h1>");
  }

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
    assertThat(answers("")).isFalse();
    http.close();
  }

  private HttpResponse<String> get(String login) throws Exception {
    var encoded = Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    var uri = URI.create("http://127.0.0.1:" + port + "/");
    var request = HttpRequest.newBuilder(uri).header("Authorization", "Basic " + encoded).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private boolean answers(String login) throws Exception {
    try {
      return get(login).statusCode() == 200;
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void it_is_an_app_that_comes_back_and_tells_nobody_its_password() throws Exception {
    var login = " --basic-auth-username me --basic-auth-password geheim9";
    var words = "serve site " + port + login + " --listen-timeout 60000 --kill-timeout 60000";
    var said = real.run(words.split(" ", -1));
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(answers("me:geheim9")).isTrue();
    assertThat(get("me:other").statusCode()).isEqualTo(401);
    assertThat(get("me:geheim9").body()).isEqualTo("<h1>home</h1>");

    var view = real.until("static-page-server-" + port, Status.ONLINE);
    var line = Files.readString(Path.of("/proc/" + view.pid() + "/cmdline"));
    assertThat(line).contains("file-server").doesNotContain("geheim9");
    assertThat(real.log("static-page-server-" + port + "-out.log"))
        .isEqualTo(
            "serving " + real.folder().resolve("site") + " on http://127.0.0.1:" + port + "\n");

    assertThat(real.run(words.split(" ", -1)).err()).contains("is in the list already");
    assertThat(ProcessHandle.of(view.pid()).orElseThrow().destroyForcibly()).isTrue();
    real.until(view.name(), each -> each.restarts() == 1 && each.status() == Status.ONLINE);
    RealHome.eventually(() -> answers("me:geheim9"));

    assertThat(real.run("save").code()).isZero();
    assertThat(real.run("kill").code()).isZero();
    assertThat(answers("me:geheim9")).isFalse();
    assertThat(real.run("resurrect").code()).isZero();
    RealHome.eventually(() -> answers("me:geheim9"));

    assertThat(real.run("stop", "all").code()).isZero();
    assertThat(real.view(view.name()).status()).isEqualTo(Status.STOPPED);
    assertThat(answers("me:geheim9")).isFalse();
    assertThat(real.daemonLog())
        .contains("[0] stopping → stopped (exit code 0)")
        .doesNotContain("geheim9");
  }

  @Test
  void an_ecosystem_file_asks_for_it_by_its_name() throws Exception {
    real.file("serve", "#!/bin/sh\nexec sleep 1000\n").toFile().setExecutable(true);
    real.file(
        "ecosystem.config.json",
        """
        { "apps": [ { "script": "serve", "env": { "PM2_SERVE_PATH": "./site",
          "PM2_SERVE_PORT": @, "PM2_SERVE_SPA": "true" } } ] }
        """
            .replace("@", "" + port));
    var said = real.run("start", "ecosystem.config.json");
    assertThat(said.code()).as(said.err()).isZero();
    RealHome.eventually(() -> answers(""));
    real.until("serve", Status.ONLINE);
    assertThat(get("").headers().firstValue("etag")).isPresent();
  }

  @Test
  void what_is_wrong_is_in_its_log() throws Exception {
    real.file(
        "ecosystem.config.json",
        "[ { \"script\": \"serve\", \"name\": \"w\", \"max_restarts\": 1, \"min_uptime\": \"10m\","
            + " \"env\": { \"PM2_SERVE_PATH\": \"none\", \"PM2_SERVE_PORT\": \"x\" } } ]");
    real.run("start", "ecosystem.config.json");
    real.until("w", Status.ERRORED);
    assertThat(real.log("w-error.log"))
        .contains("PM2_SERVE_PATH: no such folder: " + real.folder().resolve("none"))
        .contains("PM2_SERVE_PORT: 'x' is no number");
  }
}
