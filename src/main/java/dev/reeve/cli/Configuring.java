package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Status;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the commands about settings share: keys as people write them, and the daemon's answer.
record Configuring(Session session) {

  /// `module.key` means `module:key`, as for PM2.
  static String key(String word) {
    return word.indexOf(':') >= 0 ? word : word.replaceFirst("\\.", ":");
  }

  /// Changes settings, and prints those that are touched.
  int change(Map<String, @Nullable String> changes) throws Failed, NoAnswer {
    var modules = tree(session.ask(new Request.Configure(changes)));
    int exit = Exits.DONE;
    for (var module : changes.keySet().stream().map(Configuring::module).distinct().toList()) {
      print(module, modules);
      exit = Math.max(exit, restart(module));
    }
    return exit;
  }

  /// A module finds its settings in its environment: it is restarted, unless it was stopped.
  private int restart(String module) throws Failed, NoAnswer {
    if (!Files.isDirectory(session.context().home().modules())) {
      return Exits.DONE;
    }
    var numbers =
        session.listing().stream()
            .filter(view -> view.module() && view.name().equals(module))
            .filter(view -> view.status() != Status.STOPPED)
            .map(view -> view.id().toString())
            .toList();
    if (numbers.isEmpty()) {
      return Exits.DONE;
    }
    session.notices().say("the module " + module + " is restarted");
    var reply = session.act(new Request.Restart(numbers, null));
    if (!(reply instanceof Reply.Done(var outcomes))) {
      throw Session.unexpected(reply);
    }
    outcomes.forEach(session.notices()::outcome);
    return outcomes.stream().allMatch(Reply.Outcome::ok) ? Exits.DONE : Exits.FAILED;
  }

  JsonObject modules() throws Failed, NoAnswer {
    return tree(session.ask(new Request.Settings()));
  }

  /// One module, or one setting that belongs to none.
  void print(String name, JsonObject modules) {
    var program = session.context().program();
    var module = JsonObject.of(modules.value(name));
    if (module.isPresent()) {
      session.print(ModuleLines.of(name, module.get(), program, session.paint()));
    } else if (modules.has(name)) {
      var one = JsonObject.empty().with(name, modules.value(name));
      session.print(ModuleLines.all(one, program, session.paint()));
    }
  }

  void printAll() throws Failed, NoAnswer {
    var program = session.context().program();
    session.print(ModuleLines.all(modules(), program, session.paint()));
  }

  private static String module(String key) {
    int colon = key.indexOf(':');
    return colon < 0 ? key : key.substring(0, colon);
  }

  private static JsonObject tree(Reply reply) throws Failed {
    if (!(reply instanceof Reply.Text text)) {
      throw Session.unexpected(reply);
    }
    try {
      return Json.parseObject(text.text());
    } catch (Json.Malformed malformed) {
      throw Failed.refused("the daemon sent no settings: " + malformed.getMessage(), null);
    }
  }

  /// The words of a line that must be keys and values by turns.
  static List<String> pairs(List<String> words, CommandSpec command) throws Failed {
    if (words.isEmpty() || words.size() % 2 != 0) {
      throw Failed.usage(
          "'" + command.name() + "' takes a key and a value", "usage: " + command.usage());
    }
    return words;
  }
}
