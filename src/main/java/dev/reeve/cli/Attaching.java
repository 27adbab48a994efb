package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.Connection;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// `attach`: what is typed goes to an app, what it writes comes back, until Ctrl-C ends this
/// program and nothing else. `--attach` of other commands only shows.
record Attaching(Session session, Arguments arguments) {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  int run() throws Failed, NoAnswer {
    var target = Acting.checked(arguments.word());
    session.notices().say("attached to " + target + "; Ctrl-C detaches, and leaves it running");
    return logs(List.of(target), Map.of("lines", 0, "raw", true))
        .onFollowing(() -> Thread.ofPlatform().daemon().start(() -> pass(target)))
        .run();
  }

  /// The logs of what a command has just acted on, unless it went wrong.
  int follow(int exit) throws Failed, NoAnswer {
    return exit == Exits.DONE ? logs(actedOn(), Map.of()).run() : exit;
  }

  /// The apps that the line means; all, where it was a command that has its name from elsewhere.
  private List<String> actedOn() throws Failed, NoAnswer {
    if (arguments.app().get("name") instanceof String name) {
      return List.of(name);
    }
    if (arguments.words().isEmpty()) {
      return List.of("all");
    }
    var targets = new Acting(session, arguments).targets();
    var known = session.listing();
    boolean there =
        targets.stream()
            .map(Target::parse)
            .allMatch(target ->
                known.stream()
                    .anyMatch(view -> target.matches(view.id(), view.name(), view.namespace())));
    return there ? targets : List.of("all");
  }

  private LogsCommand logs(List<String> targets, Map<String, Object> options) throws Failed {
    var command = Objects.requireNonNull(CommandTable.of("logs"));
    return new LogsCommand(session, new Arguments(command, targets, null, options, Map.of()));
  }

  private void pass(String target) {
    var in = new InputStreamReader(session.context().streams().in(), StandardCharsets.UTF_8);
    try (var lines = new BufferedReader(in)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        send(target, line + "\n");
      }
    } catch (IOException gone) {
      session.notices().warn("nothing more can be read here: " + gone.getMessage());
    }
  }

  /// On a connection of its own, so that it goes on with the next daemon.
  private void send(String target, String line) {
    try (var connection = Connection.open(session.context().home())) {
      switch (connection.call(new Request.SendInput(line, List.of(target)), LIMIT)) {
        case Reply.Done(var outcomes) ->
            outcomes.stream().filter(each -> !each.ok()).forEach(session.notices()::outcome);
        case Reply.Refused(var message, var _) -> session.notices().warn(message);
        case Reply other -> throw new IllegalStateException("an answer to another: " + other);
      }
    } catch (NoAnswer none) {
      session.notices().warn("not sent: " + none.sentence());
    }
  }
}
