package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `set` and `multiset`: one setting, or all of them or none.
record SetCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    return set(words());
  }

  private List<String> words() throws Failed {
    var words = arguments.words();
    if (arguments.command().name().equals("multiset")) {
      words = List.of(String.join(" ", words).strip().split("\\s+", -1));
    } else if (words.size() > 2) {
      throw Failed.usage("'set' takes a key and a value", "put a value with blanks between quotes");
    }
    return Configuring.pairs(words, arguments.command());
  }

  private int set(List<String> words) throws Failed, NoAnswer {
    var changes = new LinkedHashMap<String, @Nullable String>();
    for (int i = 0; i < words.size(); i += 2) {
      changes.put(Configuring.key(words.get(i)), words.get(i + 1));
    }
    return new Configuring(session).change(changes);
  }
}
