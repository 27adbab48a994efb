package dev.reeve.daemon;

import dev.reeve.model.JsonObject;
import dev.reeve.node.Primary;
import dev.reeve.os.Kernel;
import dev.reeve.os.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds again, in the hands of their workers, what a dead daemon's clusters listened at. An app
/// whose sockets are all found goes on as if nothing had been: who called meanwhile has waited at
/// them. The workers of any other are to be restarted.
final class ClusterRecovery {
  /// A socket of a worker's with a higher number is not looked for.
  private static final int MOST_DESCRIPTORS = 64;

  private static final int FIRST = 3;

  private final Clusters clusters;
  private final Kernel kernel;
  private final @Nullable JsonObject noted;
  private final Map<String, App> apps = new LinkedHashMap<>();

  /// What one app listened at, and its workers that are there.
  private static final class App {
    final List<Primary.Known> ports = new ArrayList<>();
    final Map<Primary.Known, Integer> found = new LinkedHashMap<>();
    final List<Supervised> workers = new ArrayList<>();

    /// The one without a socket that is at a place.
    Primary.@Nullable Known missing(Place place) {
      return ports.stream()
          .filter(port -> !found.containsKey(port) && port.place().equals(place))
          .findFirst()
          .orElse(null);
    }
  }

  /// `noted` is what [#written] gave; null when it is lost.
  ClusterRecovery(Clusters clusters, Kernel kernel, @Nullable JsonObject noted) {
    this.clusters = clusters;
    this.kernel = kernel;
    this.noted = noted;
  }

  /// The ports of all apps, for a next daemon.
  static JsonObject written(Map<String, List<Primary.Open>> ports) {
    var all = new ArrayList<JsonObject>();
    ports.forEach((app, open) -> open.forEach(port -> all.add(written(app, port.known()))));
    return JsonObject.empty().with("ports", all);
  }

  static JsonObject written(String app, Primary.Known port) {
    return JsonObject.empty()
        .with("app", app)
        .with("key", port.key())
        .with("data", port.data())
        .with("kind", port.place().kind().name())
        .with("address", port.place().address())
        .with("port", port.place().port());
  }

  static Primary.Known read(JsonObject port) {
    var place =
        new Place(
            Place.Kind.valueOf(port.text("kind", Place.Kind.TCP6.name())),
            port.text("address", ""),
            (int) port.number("port", 0),
            0);
    return new Primary.Known(port.text("key", ""), port.value("data"), place);
  }

  /// A worker is there: what it holds of its app's.
  void look(Supervised instance, int pidfd) {
    var app = apps.computeIfAbsent(Clusters.keyOf(instance), this::app);
    app.workers.add(instance);
    for (int fd = FIRST; fd < MOST_DESCRIPTORS && app.found.size() < app.ports.size(); fd++) {
      int socket = kernel.listenerOf(pidfd, fd);
      if (socket >= 0) {
        var port = app.missing(kernel.placeOf(socket));
        if (port == null) {
          kernel.close(socket);
        } else {
          app.found.put(port, socket);
        }
      }
    }
  }

  private App app(String key) {
    var app = new App();
    if (noted != null) {
      noted.objects("ports").stream()
          .filter(port -> port.text("app", "").equals(key))
          .forEach(port -> app.ports.add(read(port)));
    }
    return app;
  }

  /// Every worker has been looked at: those that must be restarted.
  List<Supervised> settle() {
    var lost = new ArrayList<Supervised>();
    for (var app : apps.values()) {
      boolean whole = noted != null && app.found.size() == app.ports.size();
      if (whole && app.workers.stream().allMatch(each -> each.worker() != null)) {
        var primary = clusters.primaryOf(app.workers.getFirst());
        app.found.forEach(primary::revive);
      } else {
        app.found.values().forEach(kernel::end);
        lost.addAll(app.workers);
      }
    }
    return lost;
  }
}
