package dev.reeve.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// `create`: a small app to try things with, in a folder of its own.
record CreateCommand(Session session, Arguments arguments) {
  /// `language` names the file's kind.
  private record Sample(String name, String about, String file, String source) {}

  private static final Sample HTTP =
      new Sample(
          "http-server",
          "a server in Node that can be put into cluster mode",
          "server.js",
          """
          const http = require("http");
          const port = process.env.PORT || 8080;
          const server = http.createServer((request, response) => {
            response.end("hello from " + process.pid + "\\n");
          });
          server.listen(port, () => console.log("listening on " + port));
          process.on("SIGINT", () => server.close(() => process.exit(0)));
          """);

  private static final Sample PYTHON =
      new Sample(
          "python-app",
          "a program in Python that ends its work before it goes",
          "app.py",
          """
          import signal
          import threading

          stop = threading.Event()
          signal.signal(signal.SIGINT, lambda *_: stop.set())
          rounds = 0
          while not stop.wait(1):
              rounds += 1
              print("round", rounds, flush=True)
          print("done", flush=True)
          """);

  private static final List<Sample> SAMPLES = List.of(HTTP, PYTHON);

  int run() throws Failed {
    var words = arguments.words();
    if (words.isEmpty()) {
      var lines = new ArrayList<String>();
      SAMPLES.forEach(each -> lines.add(each.name() + ": " + each.about()));
      session.print(lines);
      session.notices().say("'create <name> [folder]' writes one of them");
      return Exits.DONE;
    }
    var sample =
        SAMPLES.stream()
            .filter(each -> each.name().equals(words.getFirst()))
            .findFirst()
            .orElseThrow(
                () -> Failed.usage("there is no '" + words.getFirst() + "'", "'create' lists all"));
    return write(sample, words.size() > 1 ? words.get(1) : sample.name());
  }

  private int write(Sample sample, String name) throws Failed {
    var folder = session.context().cwd().resolve(name);
    try {
      Files.createDirectories(folder);
    } catch (IOException refused) {
      throw Failed.refused("could not make " + folder + ": " + refused, "see to its parent");
    }
    var config =
        """
        module.exports = {
          apps: [{
            name: "%s",
            script: "./%s",
          }],
        };
        """
            .formatted(sample.name(), sample.file());
    EcosystemCommand.write(folder.resolve(sample.file()), sample.source(), false);
    EcosystemCommand.write(folder.resolve("ecosystem.config.js"), config, false);
    session.notices().say(folder + " is there; start its ecosystem.config.js");
    return Exits.DONE;
  }
}
