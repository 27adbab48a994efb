package dev.reeve.config;

import dev.reeve.model.Listen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// The value of `listen`: one place or a list of them, as texts that [Listen] reads.
final class ListenList {
  /// An app gets them as descriptors 3 to 34.
  private static final int MOST = 32;

  private ListenList() {}

  static Reading read(Object raw) {
    List<?> parts = raw instanceof List<?> list ? list : List.of(raw);
    var texts = new ArrayList<String>();
    var faults = new ArrayList<String>();
    var seen = new HashSet<String>();
    for (var part : parts) {
      var text = part == null ? "" : ValueReader.plain(part).strip();
      if (text.indexOf('\0') >= 0 || Listen.parse(text, path -> path).isEmpty()) {
        faults.add(ValueReader.quoted(part == null ? "" : part) + fault(text));
      } else if (!seen.add(text)) {
        faults.add("'" + text + "' stands there twice");
      }
      if (!text.isEmpty()) {
        texts.add(text);
      }
    }
    texts.stream()
        .filter(text -> texts.contains(portOf(text)))
        .forEach(part ->
            faults.add(
                "'%s' is a part of port %s, which is there too".formatted(part, portOf(part))));
    if (texts.size() > MOST) {
      faults.add("has " + texts.size() + " places, and " + MOST + " are the most");
    }
    return faults.isEmpty()
        ? new Reading.Good(List.copyOf(texts))
        : new Reading.Bad(
            String.join(", ", faults), "write it like this: " + Kind.LISTEN.example());
  }

  /// The port of an address with one.
  private static String portOf(String text) {
    return text.matches("[^/@]*:\\d+") ? text.substring(text.lastIndexOf(':') + 1) : "";
  }

  private static String fault(String text) {
    if (text.matches("\\d+") || text.matches("[^/@]*:0*")) {
      return " is no port from 1 to 65535";
    }
    if (text.startsWith("@") || text.contains("/")) {
      return " is no path for a socket: it is longer than 107 bytes, or names no file";
    }
    return text.matches("[^:]+:\\d+")
        ? " names no address: a host is written as its address, such as 127.0.0.1"
        : " is not " + Kind.LISTEN.allowed();
  }
}
