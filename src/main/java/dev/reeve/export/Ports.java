package dev.reeve.export;

import dev.reeve.model.WrittenApp;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/// The ports that an app is known to listen at: `PORT`, what it is given by `listen`, and where it
/// is asked for its health or readiness.
final class Ports {
  private Ports() {}

  static List<Integer> of(WrittenApp app) {
    var ports = new LinkedHashSet<Integer>();
    var port = app.spec().environment().own().getOrDefault("PORT", "");
    if (port.matches("\\d{1,5}")) {
      ports.add(Integer.parseInt(port));
    }
    app.spec().sockets().forEach(listen -> ports.add(listen.port()));
    Stream.concat(Asked.health(app).stream(), Asked.ready(app).stream())
        .forEach(asked -> ports.add(asked.port()));
    ports.removeIf(each -> each < 1 || each > 65_535);
    return new ArrayList<>(ports);
  }
}
