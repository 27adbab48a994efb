package dev.reeve.daemon;

import dev.reeve.model.JsonObject;
import dev.reeve.os.Exec;
import dev.reeve.os.Kernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts together what travels when a daemon becomes another version of itself: each descriptor that
/// it holds for its apps, and what it has heard and not answered. Read by [Luggage]. All else is in
/// the run book.
final class Packing {
  private final Exec exec;
  private final Kernel kernel;
  private final Map<Integer, Integer> moved = new HashMap<>();
  private int trouble;

  Packing(Exec exec, Kernel kernel) {
    this.exec = exec;
    this.kernel = kernel;
  }

  /// The number that a descriptor will have; one that is none stays what it is.
  int take(int fd) {
    if (fd < 0) {
      return fd;
    }
    int number = moved.computeIfAbsent(fd, exec::movable);
    if (number < 0) {
      trouble = number;
    }
    return number;
  }

  /// A descriptor that loses what it is for when another one of its kind is closed: it keeps its
  /// number.
  int takeAsItIs(int fd) {
    moved.put(fd, fd);
    return fd;
  }

  /// Everything that travels.
  List<Integer> all() {
    return List.copyOf(moved.values());
  }

  /// 0, or why something could not be packed, as `-errno`.
  int trouble() {
    return trouble;
  }

  /// It does not travel after all.
  void undo() {
    moved.forEach((fd, number) -> {
      if (!fd.equals(number) && number >= 0) {
        kernel.close(number);
      }
    });
  }

  JsonObject pack(Supervisor supervisor) {
    var runs = new ArrayList<JsonObject>();
    for (var instance : supervisor.everyone()) {
      var live = instance.live;
      if (live != null) {
        runs.add(run(instance, live));
      }
    }
    return JsonObject.empty()
        .with("runs", runs)
        .with("ports", ports(supervisor.channels().clusters().open()))
        .with("listen", supervisor.sockets().pack(this::take));
  }

  private JsonObject run(Supervised instance, Supervised.LiveRun live) {
    var link = live.link();
    return JsonObject.empty()
        .with("mark", live.mark())
        .with("out", take(live.output().out().fd()))
        .with("err", take(live.output().error().fd()))
        .with("channel", link == null ? null : link.channel.pack(this::take))
        .with("worker", link == null ? null : worker(link))
        .with("exit", instance.exit == null ? null : instance.exit.facts());
  }

  private @Nullable JsonObject worker(Channels.Link link) {
    return link.primary == null || link.worker == null
        ? null
        : link.primary.pack(link.worker, this::take).with("listening", link.listening);
  }

  private List<JsonObject> ports(Map<String, List<dev.reeve.node.Primary.Open>> open) {
    var all = new ArrayList<JsonObject>();
    open.forEach((app, ports) ->
        ports.forEach(port ->
            all.add(
                ClusterRecovery.written(app, port.known())
                    .with("fd", take(port.fd()))
                    .with("returned", port.returned().stream().map(this::take).toList()))));
    return all;
  }
}
