package dev.reeve.daemon;

import dev.reeve.model.AppSpec;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Listen;
import dev.reeve.os.Errno;
import dev.reeve.os.Kernel;
import dev.reeve.os.Place;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The sockets of apps in fork mode that name what they listen at: opened for an app's first run,
/// handed to all of its runs, and closed when no instance of it is wanted any more. So whoever
/// calls between two runs waits, and two runs can listen beside each other.
///
/// They are opened such that `accept` waits, as systemd does it. A run may change that, for all who
/// share the socket.
final class Sockets {
  private static final int BACKLOG = 4096;

  /// A run that has moved its socket to a descriptor beyond keeps it for itself.
  private static final int MOST_DESCRIPTORS = 64;

  private final Kernel kernel;
  private final DaemonLog log;
  private final Map<String, Map<Listen, Integer>> apps = new HashMap<>();

  /// The sockets of an app in the order of its spec; or why there are none, and whether that may
  /// pass.
  sealed interface Opened {
    record All(List<Integer> fds) implements Opened {}

    record Refused(String reason, boolean passing) implements Opened {}
  }

  Sockets(Kernel kernel, DaemonLog log) {
    this.kernel = kernel;
    this.log = log;
  }

  /// Opens what is not open yet: all or nothing.
  Opened open(Supervised instance) {
    var wanted = instance.spec.sockets();
    if (wanted.isEmpty()) {
      return new Opened.All(List.of());
    }
    var held = apps.computeIfAbsent(Clusters.keyOf(instance), _ -> new LinkedHashMap<>());
    var fresh = new ArrayList<Listen>();
    for (var each : wanted) {
      if (held.containsKey(each)) {
        continue;
      }
      int fd = kernel.actingAs(Launches.credentials(instance.spec.command()), () -> bind(each));
      if (fd < 0) {
        fresh.forEach(other -> close(instance, held, other));
        return refused(each, -fd);
      }
      kernel.block(fd);
      held.put(each, fd);
      fresh.add(each);
    }
    return new Opened.All(wanted.stream().map(each -> fd(held, each)).toList());
  }

  private static int fd(Map<Listen, Integer> held, Listen listen) {
    return held.getOrDefault(listen, -1);
  }

  /// A port of all addresses is one of IPv4's where there is no other family.
  private int bind(Listen listen) {
    var place = place(listen);
    int fd = kernel.bind(place, BACKLOG);
    boolean any = listen.kind() == Listen.Kind.EVERYWHERE;
    return any && Errno.noSuchFamily(-fd) ? kernel.bind(place.anyOfIpv4(), BACKLOG) : fd;
  }

  private static Place place(Listen listen) {
    return switch (listen.kind()) {
      case EVERYWHERE, HOST -> Place.tcp(listen.address(), listen.port());
      case PATH -> Place.unix(listen.address());
      case ABSTRACT -> Place.unix("\0" + listen.address());
    };
  }

  /// Who has the address may be about to leave it.
  private static Opened refused(Listen listen, int errno) {
    var reason =
        switch (errno) {
          case Errno.EADDRINUSE ->
              listen.kind() == Listen.Kind.PATH
                  ? " is in use by another program, or is not a socket of this app's"
                  : " is in use by another program";
          case Errno.EACCES -> " is not ours to open: " + Errno.sentence(errno);
          case Errno.EADDRNOTAVAIL -> " is no address of this machine";
          default -> " cannot be opened: " + Errno.sentence(errno);
        };
    boolean passing = errno == Errno.EADDRINUSE || Errno.passing(errno);
    return new Opened.Refused(listen.place() + reason + " (listen)", passing);
  }

  /// Whether a run of the new spec and the present one of an instance can have the same sockets.
  boolean areShared(Supervised instance, AppSpec spec) {
    var wanted = spec.sockets();
    var held = apps.getOrDefault(Clusters.keyOf(instance), Map.of());
    return !wanted.isEmpty()
        && wanted.equals(instance.spec.sockets())
        && held.keySet().containsAll(wanted);
  }

  /// An instance is not what it was: what none of its app's wants any more is closed.
  void review(Supervised instance, Supplier<Collection<Supervised>> all) {
    if (apps.isEmpty() || instance.live != null) {
      return;
    }
    var key = Clusters.keyOf(instance);
    var held = apps.get(key);
    if (held == null) {
      return;
    }
    var wanted = new HashSet<Listen>();
    for (var each : all.get()) {
      if (each.isOf(instance.spec) && Clusters.isWanted(each)) {
        wanted.addAll(each.spec.sockets());
      }
    }
    List.copyOf(held.keySet()).stream()
        .filter(each -> !wanted.contains(each))
        .forEach(each -> close(instance, held, each));
    if (held.isEmpty()) {
      apps.remove(key);
    }
  }

  private void close(Supervised instance, Map<Listen, Integer> held, Listen listen) {
    var fd = held.remove(listen);
    if (fd != null) {
      kernel.close(fd);
    }
    if (listen.kind() == Listen.Kind.PATH) {
      kernel.actingAs(
          Launches.credentials(instance.spec.command()), () -> kernel.unlinkSocket(place(listen)));
    }
  }

  /// What is open, for the version of us that follows; `travels` gives the number that a descriptor
  /// has there.
  List<JsonObject> pack(IntUnaryOperator travels) {
    var all = new ArrayList<JsonObject>();
    apps.forEach((app, held) ->
        held.forEach((listen, fd) ->
            all.add(
                JsonObject.empty()
                    .with("app", app)
                    .with("place", listen.place())
                    .with("fd", travels.applyAsInt(fd)))));
    return all;
  }

  /// Goes on with what the version before us had open.
  void unpack(Supervised instance, Luggage luggage) {
    var key = Clusters.keyOf(instance);
    for (var listen : instance.spec.sockets()) {
      int fd = luggage.listener(key, listen.place());
      if (fd >= 0) {
        apps.computeIfAbsent(key, _ -> new LinkedHashMap<>()).put(listen, fd);
      }
    }
  }

  /// Takes back from a run what a dead daemon had given it.
  void takeOver(Supervised instance, int pidfd) {
    var wanted = instance.spec.sockets();
    if (wanted.isEmpty() || pidfd < 0) {
      return;
    }
    var held = apps.computeIfAbsent(Clusters.keyOf(instance), _ -> new LinkedHashMap<>());
    for (int fd = 3; fd < MOST_DESCRIPTORS && !held.keySet().containsAll(wanted); fd++) {
      int listener = kernel.listenerOf(pidfd, fd);
      if (listener >= 0) {
        keep(held, wanted, listener);
      }
    }
    if (!held.keySet().containsAll(wanted)) {
      log.say(instance + " has not all of its sockets any more, or the kernel keeps them from us");
    }
  }

  private void keep(Map<Listen, Integer> held, List<Listen> wanted, int listener) {
    var listen = find(wanted, kernel.placeOf(listener));
    if (listen == null || held.containsKey(listen)) {
      kernel.close(listener);
    } else {
      held.put(listen, listener);
    }
  }

  private static @Nullable Listen find(List<Listen> wanted, Place place) {
    return wanted.stream().filter(each -> isAt(each, place)).findFirst().orElse(null);
  }

  private static boolean isAt(Listen listen, Place place) {
    if (place.kind().datagrams()) {
      return false;
    }
    if (place.kind() == Place.Kind.UNIX || listen.port() == 0) {
      return place(listen).equals(place);
    }
    if (place.port() != listen.port()) {
      return false;
    }
    return listen.kind() == Listen.Kind.EVERYWHERE
        ? place.address().equals("::") || place.address().equals("0.0.0.0")
        : InetAddress.ofLiteral(listen.address()).equals(InetAddress.ofLiteral(place.address()));
  }
}
