package dev.reeve.daemon;

import dev.reeve.lifecycle.Goal;
import dev.reeve.lifecycle.State;
import dev.reeve.loop.Loop;
import dev.reeve.model.Listen;
import dev.reeve.node.Primary;
import dev.reeve.os.Kernel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The primaries of all apps in cluster mode: each app has its own, so that two of them that want
/// the same port are told so.
final class Clusters {
  private final Loop loop;
  private final Kernel kernel;
  private final Draining draining;
  private final DaemonLog log;
  private final Map<String, Primary> primaries = new HashMap<>();
  private Consumer<Map<String, List<Primary.Open>>> keeper = _ -> {};

  Clusters(Loop loop, Kernel kernel, Draining draining, DaemonLog log) {
    this.loop = loop;
    this.kernel = kernel;
    this.draining = draining;
    this.log = log;
  }

  Draining draining() {
    return draining;
  }

  Primary primaryOf(Supervised instance) {
    var ways =
        new Primary.Ways(
            instance.spec.instances().cluster().shared(),
            Path.of(instance.spec.command().cwd()),
            Launches.credentials(instance.spec.command()),
            instance.spec.sockets().stream().map(Listen::port).collect(Collectors.toSet()));
    return primaries.computeIfAbsent(
        keyOf(instance), _ -> new Primary(loop, kernel, ways, new Watching(instance)));
  }

  private final class Watching implements Primary.Observer {
    private final String app;

    private Watching(Supervised instance) {
      this.app = instance.spec.name();
    }

    @Override
    public void changed() {
      keepPorts();
    }

    @Override
    public void distrusted(String why) {
      log.say(app + ": " + why);
    }
  }

  /// Who takes down what all apps listen at, for the next daemon: now, and whenever it changes.
  void keptBy(Consumer<Map<String, List<Primary.Open>>> other) {
    keeper = other;
    keepPorts();
  }

  private void keepPorts() {
    keeper.accept(open());
  }

  /// What each app listens at.
  Map<String, List<Primary.Open>> open() {
    var all = new TreeMap<String, List<Primary.Open>>();
    primaries.forEach((app, primary) -> all.put(app, primary.open()));
    return all;
  }

  /// The sockets that a run of the instance is born with.
  List<Integer> keepsakes(Supervised instance) {
    return instance.spec.isCluster() ? primaryOf(instance).keepsakes() : List.of();
  }

  static String keyOf(Supervised instance) {
    return instance.spec.namespace() + "\n" + instance.spec.name();
  }

  /// An app that has another name takes along what it listens at.
  void renamed(String before, Supervised instance) {
    var primary = before.equals(keyOf(instance)) ? null : primaries.remove(before);
    if (primary != null && primaries.putIfAbsent(keyOf(instance), primary) != null) {
      primary.close();
    }
    if (primary != null) {
      keepPorts();
    }
  }

  /// An instance has stopped: the last one that was wanted takes the sockets of its app along.
  void review(Supervised instance, Supplier<Collection<Supervised>> everyone) {
    if (primaries.isEmpty() || instance.live != null) {
      return;
    }
    var primary = primaries.get(keyOf(instance));
    if (primary == null) {
      return;
    }
    var all = everyone.get();
    boolean wanted = all.stream().anyMatch(each -> each.isOf(instance.spec) && isWanted(each));
    if (!wanted) {
      primaries.remove(keyOf(instance));
      primary.close();
    }
  }

  /// One that leaves has connections to end, and one that was given up comes back by command only.
  static boolean isWanted(Supervised instance) {
    boolean givenUp = instance.core.state() instanceof State.Errored;
    return instance.live != null || (instance.core.goal() == Goal.UP && !givenUp);
  }
}
