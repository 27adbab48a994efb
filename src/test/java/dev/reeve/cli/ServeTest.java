package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Request;
import dev.reeve.model.AppSpec;
import dev.reeve.real.FreePort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `serve` on the command line: the app that it asks for.
class ServeTest {
  @TempDir Path folder;

  @BeforeEach
  void begin() throws Exception {
    Files.createDirectory(folder.resolve("dist"));
    var all = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createFile(folder.resolve("launcher"), all);
  }

  private static AppSpec asked(Console console) {
    return console.asked().stream()
        .filter(Request.Start.class::isInstance)
        .map(request -> ((Request.Start) request).specs().getFirst())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_folder_becomes_an_app_that_is_told_by_its_environment() throws Exception {
    var port = String.valueOf(FreePort.any());
    try (var console = new Console(folder).daemon(Usual::reply)) {
      var words = "expose dist " + port + " --spa --ftp --host 127.0.0.1 --monitor x";
      var run =
          console.run(
              (words + " --basic-auth-username me --basic-auth-password geheim").split(" ", -1));
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(run.err()).contains("serving " + folder + "/dist on port " + port);
      var spec = asked(console);
      assertThat(spec.name()).isEqualTo("static-page-server-" + port);
      assertThat(spec.command().script()).isEqualTo(folder.resolve("launcher").toString());
      assertThat(spec.command().args()).containsExactly("file-server");
      assertThat(spec.command().cwd()).isEqualTo(folder.resolve("dist").toString());
      assertThat(spec.environment().own())
          .containsEntry("PM2_SERVE_PATH", folder.resolve("dist").toString())
          .containsEntry("PM2_SERVE_PORT", port)
          .containsEntry("PM2_SERVE_SPA", "true")
          .containsEntry("PM2_SERVE_FTP", "true")
          .containsEntry("PM2_SERVE_HOST", "127.0.0.1")
          .containsEntry("PM2_SERVE_BASIC_AUTH", "true")
          .containsEntry("PM2_SERVE_BASIC_AUTH_USERNAME", "me")
          .containsEntry("PM2_SERVE_BASIC_AUTH_PASSWORD", "geheim");
    }
  }

  @Test
  void a_password_of_the_environment_is_taken() throws Exception {
    var port = String.valueOf(FreePort.any());
    try (var console = new Console(folder).daemon(Usual::reply)) {
      console.env("PM2_SERVE_BASIC_AUTH_PASSWORD", "geheim");
      var words = "serve --port " + port + " --name web --host 127.0.0.1 --basic-auth-username me";
      var run = console.run(words.split(" ", -1));
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(asked(console).name()).isEqualTo("web");
      assertThat(asked(console).environment().own())
          .containsEntry("PM2_SERVE_PATH", folder.toString())
          .containsEntry("PM2_SERVE_BASIC_AUTH_PASSWORD", "geheim");
    }
  }

  @Test
  void what_could_not_serve_is_refused_before_it_is_started() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var console = new Console(folder).daemon(Usual::reply)) {
      var busy = "" + taken.getLocalPort();
      failed(
          console.run("serve", "none"), Exits.FAILED, "no such folder: ", "build the site first");
      failed(console.run("serve", "3000"), Exits.FAILED, "for a port alone write 'serve . 3000'");
      failed(console.run("serve", "dist", "x"), Exits.USAGE, "'x' is no port");
      failed(console.run("serve", "dist", "70000"), Exits.USAGE, "70000 is no port");
      failed(console.run("serve", "dist", "1", "2"), Exits.USAGE, "takes a folder and a port");
      failed(console.run("serve", "dist", "-i", "2"), Exits.USAGE, "'serve' is one instance");
      failed(
          console.run("serve", "dist", "--basic-auth-username", "me"),
          Exits.USAGE,
          "there is no password");
      failed(
          console.run("serve", "dist", busy, "--host", "127.0.0.1"),
          Exits.FAILED,
          "can't listen on port " + busy + " of 127.0.0.1");
      failed(
          console.run("serve", "dist", busy, "--name", "api"),
          Exits.FAILED,
          "api is in the list already");
      assertThat(console.asked()).noneMatch(Request.Start.class::isInstance);
    }
  }

  private static void failed(Console.Run run, int exit, String... sentences) {
    assertThat(run.err()).contains(sentences);
    assertThat(run.exit()).as(run.err()).isEqualTo(exit);
  }
}
