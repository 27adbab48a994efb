package dev.reeve.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;

/// An HTTP server of several workers, each of which answers with its number.
record ClusterApp(String name, int port) {
  static final String SERVER =
      """
      const who = process.env.NODE_APP_INSTANCE;
      const answer = (request, response) => response.end(who);
      require('http').createServer(answer).listen(Number(process.env.PORT), '127.0.0.1');
      """;

  static ClusterApp anywhere(String name) {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new ClusterApp(name, socket.getLocalPort());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// `more` are further keys of the app, each with a comma in front.
  void start(Stage stage, int instances, String more) {
    start(stage, stage.write("server.js", SERVER), instances, more);
    awaitAnswers();
  }

  void start(Stage stage, Path script, int instances, String more) {
    var entry =
        """
        {"apps": [{"name": "%s", "script": "%s", "exec_mode": "cluster", "instances": %d,
          "out_file": "/dev/null", "error_file": "/dev/null", "env": {"PORT": %d}%s}]}
        """
            .formatted(name, script, instances, port, more);
    stage.session().command("start", "" + stage.write(name + ".json", entry));
  }

  void awaitAnswers() {
    Proc.await(
        () -> {
          try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
          } catch (IOException _) {
            return false;
          }
        },
        "an answer of " + name);
  }
}
