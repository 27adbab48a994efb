package dev.reeve.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// `ecosystem` and `init`: an ecosystem file to begin with. What is there already stays.
record EcosystemCommand(Session session, Arguments arguments) {
  private static final String FILE = "ecosystem.config.js";

  private static final String SIMPLE =
      """
      module.exports = {
        apps: [{
          name: "app1",
          script: "./app.js",
        }],
      };
      """;

  private static final String FULL =
      """
      // Started by '@NAME@ start', in this folder. docs/ecosystem.md has every key.
      module.exports = {
        apps: [{
          name: "api",
          script: "./index.js",
          instances: 1,
          max_memory_restart: "512M",
          env: { NODE_ENV: "development" },
          env_production: { NODE_ENV: "production" },
        }, {
          name: "worker",
          script: "./worker.js",
          kill_timeout: 5000,
        }],

        deploy: {
          production: {
            user: "SSH_USER",
            host: "SSH_HOST",
            ref: "origin/main",
            repo: "GIT_REPOSITORY",
            path: "FOLDER_ON_THE_HOST",
            "post-deploy": "npm ci && @NAME@ reload ecosystem.config.js --env production",
          },
        },
      };
      """;

  int run() throws Failed {
    var words = arguments.words();
    boolean simple = words.size() == 1 && words.getFirst().equals("simple");
    if (!words.isEmpty() && !simple) {
      throw Failed.usage(
          "'" + String.join(" ", words) + "' is no kind of file", "write 'simple' or nothing");
    }
    var file = session.context().cwd().resolve(FILE);
    var text = simple ? SIMPLE : FULL.replace("@NAME@", session.context().program());
    write(file, text, arguments.has("force"));
    session.notices().say(file + " is there; change it, then '" + FILE + "' is what to start");
    return Exits.DONE;
  }

  static void write(Path file, String text, boolean force) throws Failed {
    try {
      Files.writeString(
          file,
          text,
          force ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
    } catch (FileAlreadyExistsException taken) {
      throw Failed.refused(file + " is there already, and stays", "-f writes it anew");
    } catch (IOException refused) {
      throw Failed.refused("could not write " + file + ": " + refused, "see to its folder");
    }
  }
}
