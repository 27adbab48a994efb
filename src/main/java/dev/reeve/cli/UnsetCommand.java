package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// `unset`: back to what is usual.
record UnsetCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var changes = new LinkedHashMap<String, @Nullable String>();
    changes.put(Configuring.key(arguments.word()), null);
    return new Configuring(session).change(changes);
  }
}
