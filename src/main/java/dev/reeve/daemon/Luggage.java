package dev.reeve.daemon;

import dev.reeve.model.Exit;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.StdStream;
import dev.reeve.node.Primary;
import dev.reeve.os.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the daemon that we were under this pid has handed to us ([Packing]). Nothing of it is
/// needed to take the apps over, as after a kill; but with it nothing is lost or late.
final class Luggage {
  /// Names the descriptor that it is read from.
  static final String VARIABLE = "REEVE_LUGGAGE";

  static final Luggage NONE = new Luggage(JsonObject.empty());

  private final JsonObject content;
  private final Map<String, JsonObject> runs = new HashMap<>();
  private final Set<Integer> unclaimed = new HashSet<>();

  Luggage(JsonObject content) {
    this.content = content;
    content.objects("runs").forEach(run -> runs.put(run.text("mark", ""), run));
    unclaimed.addAll(content.numbers("all"));
  }

  /// [#NONE] for a daemon that begins anew, and when what was handed over can't be read: then the
  /// apps are taken over as after a kill.
  static Luggage open(Kernel kernel, Map<String, String> env) throws IOException {
    var number = env.getOrDefault(VARIABLE, "");
    if (!number.matches("\\d{1,6}")) {
      return NONE;
    }
    try {
      return new Luggage(Json.parseObject(Files.readString(Path.of("/proc/self/fd/" + number))));
    } catch (Json.Malformed unreadable) {
      return NONE;
    } finally {
      kernel.close(Integer.parseInt(number));
    }
  }

  boolean isEmpty() {
    return content.fields().isEmpty();
  }

  /// A socket of the daemon's own, or -1.
  int door(String name) {
    return claimed((int) content.object("doors").number(name, -1));
  }

  /// The lock of the home: it holds as long as no descriptor of its file is closed.
  int lock() {
    return claimed((int) content.number("lock", -1));
  }

  private int claimed(int fd) {
    return unclaimed.remove(fd) ? fd : -1;
  }

  /// The reading end of a run's pipe, or -1.
  int output(String mark, StdStream stream) {
    var run = runs.get(mark);
    return run == null ? -1 : claimed((int) run.number(stream.word(), -1));
  }

  /// The run's end of its channel, for [dev.reeve.node.Channel#unpack], or null.
  @Nullable JsonObject channel(String mark) {
    var run = runs.get(mark);
    var channel = run == null || run.value("channel") == null ? null : run.object("channel");
    return channel == null || claimed((int) channel.number("fd", -1)) < 0 ? null : channel;
  }

  /// What its run is in a cluster, for [Primary#unpack], or null.
  @Nullable JsonObject worker(String mark) {
    var run = runs.get(mark);
    if (run == null || run.value("worker") == null) {
      return null;
    }
    var worker = run.object("worker");
    worker.objects("unanswered").forEach(each -> claimed((int) each.number("connection", -1)));
    return worker;
  }

  @Nullable Exit lastExit(String mark) {
    var run = runs.get(mark);
    return run == null || !run.has("exit") ? null : Exit.of(run.object("exit"));
  }

  /// A socket of an app's `listen`, or -1.
  int listener(String app, String place) {
    for (var each : content.objects("listen")) {
      if (each.text("app", "").equals(app) && each.text("place", "").equals(place)) {
        return claimed((int) each.number("fd", -1));
      }
    }
    return -1;
  }

  /// Opens again what the workers of an app listen at.
  void restorePorts(String app, Primary primary) {
    for (var each : content.objects("ports")) {
      int fd = each.text("app", "").equals(app) ? claimed((int) each.number("fd", -1)) : -1;
      if (fd >= 0) {
        var returned = each.numbers("returned");
        returned.forEach(this::claimed);
        primary.restore(new Primary.Open(ClusterRecovery.read(each), fd, returned));
      }
    }
  }

  /// Closes what nobody wanted.
  void discardRest(Kernel kernel) {
    unclaimed.forEach(kernel::close);
    unclaimed.clear();
  }
}
