package dev.reeve.node;

import dev.reeve.loop.Deadlines;
import dev.reeve.loop.Loop;
import dev.reeve.model.JsonObject;
import dev.reeve.os.Credentials;
import dev.reeve.os.Errno;
import dev.reeve.os.Kernel;
import dev.reeve.os.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// The primary of one app's workers, as Node's cluster module has it in its parent process: it
/// binds what they listen at, and hands out the connections or the socket itself.
///
/// It holds a socket longer than Node does. When the last worker is gone and another one is wanted,
/// the socket stays open for a while: connections wait for the next worker and are not refused.
///
/// And the socket outlives the primary itself: each worker is born with the sockets at which
/// connections wait, and with one of each kind that is not bound yet, for what will be asked for.
/// It knows nothing of them. A daemon that follows finds them there.
public final class Primary {
  private static final long LINGER_NS = Duration.ofSeconds(15).toNanos();
  private static final int USUAL_BACKLOG = 511;
  private static final int HIGHEST_PORT = 65_535;

  /// A worker that listens at ever new places is told that there are too many.
  private static final int MOST_PORTS = 1000;

  private static final int LONGEST_BACKLOG = 65_535;
  private static final int MOST_KEPT = 24;
  private static final int SEQUENCES_A_MS = 10;

  private final Loop loop;
  private final Kernel kernel;
  private final Ways ways;
  private final Observer observer;
  private final Map<Place.Kind, Integer> spares = new EnumMap<>(Place.Kind.class);
  private final Map<String, Port> ports = new LinkedHashMap<>();
  private final Set<Worker> workers = new LinkedHashSet<>();
  private final Runnable sweep = this::closeDeserted;
  private boolean distrusted;

  /// How the app wants it: `shared` gives each worker the socket itself; relative paths are of
  /// `folder`. Sockets are made with the rights of `user`, null for our own; `ports` are those that
  /// its spec names.
  public record Ways(boolean shared, Path folder, @Nullable Credentials user, Set<Integer> ports) {}

  /// Who is told.
  public interface Observer {
    /// Before a worker hears of a new port, and after one is closed.
    void changed();

    /// The app gets no connections any more; the sentence says why.
    default void distrusted(String why) {}
  }

  public Primary(Loop loop, Kernel kernel, Ways ways, Observer observer) {
    this.loop = loop;
    this.kernel = kernel;
    this.ways = ways;
    this.observer = observer;
  }

  /// The process at the other end of a channel is a worker from now on.
  public Worker join(Channel channel) {
    return join(channel, 0);
  }

  /// The same for one that a dead daemon has spoken with: an answer to that one is none to us.
  public Worker rejoin(Channel channel) {
    return join(channel, kernel.wallMs() << SEQUENCES_A_MS);
  }

  private Worker join(Channel channel, long sequence) {
    var worker = new Worker(channel, sequence);
    workers.add(worker);
    return worker;
  }

  /// The sockets that the next worker is born with.
  public List<Integer> keepsakes() {
    if (ways.shared) {
      return List.of();
    }
    var all = new ArrayList<Integer>();
    for (var kind : List.of(Place.Kind.TCP6, Place.Kind.TCP4, Place.Kind.UNIX)) {
      int spare = spares.computeIfAbsent(kind, kernel::socket);
      if (spare >= 0) {
        all.add(spare);
      } else {
        spares.remove(kind);
      }
    }
    ports.values().stream()
        .filter(RoundRobin.class::isInstance)
        .limit(MOST_KEPT)
        .forEach(port -> all.add(port.fd()));
    return all;
  }

  /// What a next daemon must know of a port, to find it again and to serve it.
  public record Known(String key, @Nullable Object data, Place place) {}

  /// A port as it goes to another program: its socket, and the connections that wait for a worker.
  public record Open(Known known, int fd, List<Integer> returned) {}

  public List<Open> open() {
    return ports.values().stream()
        .map(port -> new Open(known(port), port.fd(), port.returned()))
        .toList();
  }

  private Known known(Port port) {
    return new Known(port.key(), port.data(), kernel.placeOf(port.fd()));
  }

  /// A port of a dead daemon's goes on, for all workers that are here. One that does not listen at
  /// it refuses the first connection, and gets no other.
  public void revive(Known known, int fd) {
    var port = goOn(known, fd);
    workers.forEach(port::add);
  }

  /// A port of the program that we were goes on; its workers come by [#unpack].
  public void restore(Open open) {
    var port = goOn(open.known, open.fd);
    if (!open.returned.isEmpty()) {
      port.take(open.returned);
    }
  }

  private Port goOn(Known known, int fd) {
    var port = port(new Port.Bound(known.key, known.data, fd, known.place));
    ports.put(known.key, port);
    observer.changed();
    return port;
  }

  /// What another program needs to go on with a worker.
  public JsonObject pack(Worker worker, IntUnaryOperator travels) {
    var keys = ports.values().stream().filter(port -> port.heldBy(worker)).map(Port::key).toList();
    return worker.pack(travels).with("ports", keys);
  }

  /// Goes on with a worker, when its ports are there.
  public void unpack(Worker worker, JsonObject packed) {
    worker.unpack(packed, ports);
    for (var key : packed.texts("ports")) {
      var port = ports.get(key);
      if (port != null) {
        port.add(worker);
      }
    }
    if (ports.values().stream().anyMatch(Port::deserted)) {
      loop.arm(sweep, loop.nowNs() + LINGER_NS);
    }
  }

  /// A worker speaks: whether it said that it listens.
  public boolean onMessage(Worker worker, JsonObject message) {
    if (message.has("ack")) {
      onAnswer(worker, message);
      return false;
    }
    switch (message.text("act", "")) {
      case "queryServer" -> onQuery(worker, message);
      case "listening" -> {
        return true;
      }
      case "close" -> onClose(worker, message.text("key", ""));
      case "exitedAfterDisconnect" -> worker.acknowledge(message);
      default -> {
        // Node knows more of them ("online", "internalMessage"); none wants an answer.
      }
    }
    return false;
  }

  private void onAnswer(Worker worker, JsonObject message) {
    var handing = worker.answered(message);
    if (handing != null) {
      handing.port().answered(worker, handing.connection(), message.flag("accepted", false));
    }
  }

  private void onQuery(Worker worker, JsonObject message) {
    var key = keyOf(message);
    var port = ports.get(key);
    if (port == null) {
      var place = placeOf(message);
      int fd = place == null ? -Errno.EINVAL : distrusted ? -Errno.EPERM : bind(place, message);
      if (fd >= 0 && ports.size() >= MOST_PORTS) {
        kernel.close(fd);
        fd = -Errno.EMFILE;
      }
      if (place == null || fd < 0) {
        worker.refuse(message, key, fd);
        return;
      }
      port = port(new Port.Bound(key, message.value("data"), fd, place));
      ports.put(key, port);
      observer.changed();
    }
    switch (port) {
      case RoundRobin _ -> worker.grant(message, port, socketName(port));
      case SharedPort _ -> worker.grantShared(message, port);
    }
    port.add(worker);
  }

  private Port port(Port.Bound bound) {
    boolean shared = ways.shared || bound.place().kind().datagrams();
    return shared
        ? new SharedPort(kernel, bound)
        : new RoundRobin(loop, kernel, bound, this::distrust);
  }

  /// A worker fights for the socket that we share: whoever does so once does it again, at each
  /// other socket, too.
  private void distrust() {
    distrusted = true;
    List.copyOf(ports.values()).forEach(this::close);
    observer.distrusted(
        "a worker makes its listening socket one at which a call waits, time and again:"
            + " the app gets no connections until it is stopped and started");
  }

  /// As Node tells its handles apart: two workers that ask for the same get the same.
  private static String keyOf(JsonObject message) {
    return "%s:%s:%s:%s:%s"
        .formatted(
            message.value("address"),
            message.value("port"),
            message.value("addressType"),
            message.value("fd"),
            message.value("index"));
  }

  /// Null for what can't be: a descriptor of the worker's own.
  private @Nullable Place placeOf(JsonObject message) {
    if (message.number("fd", -1) >= 0) {
      return null;
    }
    long asked = message.number("port", -1);
    if (asked < -1 || asked > HIGHEST_PORT) {
      return null;
    }
    int port = (int) asked;
    int flags = (int) message.number("flags", 0);
    var address = message.textOrNull("address");
    var type = String.valueOf(message.value("addressType"));
    return switch (type) {
      case "udp4" -> new Place(Place.Kind.UDP4, address == null ? "0.0.0.0" : address, port, flags);
      case "udp6" -> new Place(Place.Kind.UDP6, address == null ? "::" : address, port, flags);
      case "-1" -> address == null ? null : Place.unix(resolved(address));
      default ->
          new Place(
              address == null || address.contains(":") ? Place.Kind.TCP6 : Place.Kind.TCP4,
              address == null ? "::" : address,
              port,
              flags);
    };
  }

  private String resolved(String path) {
    return path.startsWith("\0") ? path : ways.folder.resolve(path).toString();
  }

  /// Whoever names no address means all of both families, and IPv4's where there is no other.
  private int bind(Place place, JsonObject message) {
    long asked = message.number("backlog", 0);
    if (!mayBind(place)) {
      return -Errno.EACCES;
    }
    int backlog = Math.clamp(asked > 0 ? asked : USUAL_BACKLOG, 1, LONGEST_BACKLOG);
    int fd = bind(place, backlog);
    boolean any = message.textOrNull("address") == null && place.kind() == Place.Kind.TCP6;
    return any && Errno.noSuchFamily(-fd) ? bind(place.anyOfIpv4(), backlog) : fd;
  }

  /// The kernel asks us for the privilege, not the app: a port that needs one is the app's if its
  /// user is root or its spec names it.
  private boolean mayBind(Place place) {
    return ways.user == null
        || ways.user.uid() <= 0
        || place.port() <= 0
        || ways.ports.contains(place.port())
        || place.port() >= kernel.firstFreePort();
  }

  /// Where workers hold a socket for it, that one is bound.
  private int bind(Place place, int backlog) {
    var spare = spares.remove(place.kind());
    if (spare == null) {
      return kernel.actingAs(ways.user, () -> kernel.bind(place, backlog));
    }
    int result = kernel.actingAs(ways.user, () -> kernel.bindAt(spare, place, backlog));
    if (result < 0) {
      kernel.close(spare);
      return result;
    }
    return spare;
  }

  private @Nullable JsonObject socketName(Port port) {
    if (port.place().kind() == Place.Kind.UNIX) {
      return null;
    }
    var bound = kernel.placeOf(port.fd());
    return JsonObject.empty()
        .with("address", bound.address())
        .with("family", bound.kind() == Place.Kind.TCP6 ? "IPv6" : "IPv4")
        .with("port", bound.port());
  }

  /// A worker that leaves closes what it had; the others go on, and those who come.
  private void onClose(Worker worker, String key) {
    var port = ports.get(key);
    if (port == null) {
      return;
    }
    port.remove(worker);
    if (port.deserted() && !worker.retired()) {
      close(port);
    } else if (port.deserted()) {
      loop.arm(sweep, loop.nowNs() + LINGER_NS);
    }
  }

  /// The worker is to leave: it gets no more connections.
  public void retire(Worker worker) {
    worker.retire();
  }

  /// The worker is gone. What it had not taken is handed to others.
  public void left(Worker worker) {
    if (!workers.remove(worker)) {
      return;
    }
    worker.retire();
    for (var port : List.copyOf(ports.values())) {
      port.remove(worker);
      if (port.deserted()) {
        loop.arm(sweep, loop.nowNs() + LINGER_NS);
      }
    }
    worker.abandoned().forEach(each -> each.port().answered(worker, each.connection(), false));
  }

  private void closeDeserted() {
    new ArrayList<>(ports.values()).stream().filter(Port::deserted).forEach(this::close);
  }

  private void close(Port port) {
    ports.remove(port.key());
    port.close();
    observer.changed();
    if (port.place().kind() == Place.Kind.UNIX && !port.place().address().startsWith("\0")) {
      kernel.actingAs(ways.user, () -> kernel.unlinkSocket(port.place()));
    }
  }

  /// No worker is wanted any more.
  public void close() {
    loop.arm(sweep, Deadlines.NEVER);
    List.copyOf(ports.values()).forEach(this::close);
    spares.values().forEach(kernel::close);
    spares.clear();
  }
}
