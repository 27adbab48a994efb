package dev.reeve.export;

import dev.reeve.model.WrittenApp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The ports that an app is known to listen at: `PORT`, what it is given by `listen`, and where it
/// is asked for its health or readiness.
final class Ports {
  private Ports() {}

  static List<Integer> of(WrittenApp app) {
    var ports = new LinkedHashSet<>(published(app).keySet());
    Stream.concat(Asked.health(app).stream(), Asked.ready(app).stream())
        .map(Asked::port)
        .filter(port -> port > 0 && port < 65_536)
        .forEach(ports::add);
    return new ArrayList<>(ports);
  }

  /// Those that it is there for, and what stands before each where it is for this machine only.
  static Map<Integer, String> published(WrittenApp app) {
    var ports = new LinkedHashMap<Integer, String>();
    var port = app.spec().environment().own().getOrDefault("PORT", "");
    if (port.matches("[1-9]\\d{0,4}")) {
      ports.put(Integer.parseInt(port), "");
    }
    for (var listen : app.spec().sockets()) {
      boolean here = listen.address().startsWith("127.");
      if (listen.port() > 0) {
        ports.putIfAbsent(listen.port(), here ? listen.address() + ":" : "");
      }
    }
    ports.keySet().removeIf(each -> each > 65_535);
    return ports;
  }
}
