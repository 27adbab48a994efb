package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import dev.reeve.model.JsonObject;
import java.util.Map;

/// `get` and `conf`: all settings, those of a module, or the value of one; `conf` with a value sets
/// it.
record GetCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var words = arguments.words();
    var configuring = new Configuring(session);
    if (words.isEmpty()) {
      configuring.printAll();
      return Exits.DONE;
    }
    var key = Configuring.key(words.getFirst());
    if (words.size() == 2 && arguments.command().name().equals("conf")) {
      return configuring.change(Map.of(key, words.getLast()));
    }
    if (words.size() > 1) {
      throw Failed.usage(
          "'" + arguments.command().name() + "' takes one key",
          "usage: " + arguments.command().usage());
    }
    return get(key, configuring);
  }

  private int get(String key, Configuring configuring) throws Failed, NoAnswer {
    var modules = configuring.modules();
    int colon = key.indexOf(':');
    var name = colon < 0 ? key : key.substring(0, colon);
    if (colon < 0 && JsonObject.of(modules.value(name)).isPresent()) {
      configuring.print(name, modules);
      return Exits.DONE;
    }
    var value =
        colon < 0 ? modules.value(name) : modules.object(name).value(key.substring(colon + 1));
    if (value == null) {
      throw Failed.refused("nothing is set as " + key, "'conf' shows what is");
    }
    session.out().println(value);
    return Exits.DONE;
  }
}
