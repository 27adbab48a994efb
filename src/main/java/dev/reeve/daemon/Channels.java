package dev.reeve.daemon;

import dev.reeve.lifecycle.Input;
import dev.reeve.loop.Heap;
import dev.reeve.loop.Loop;
import dev.reeve.loop.Rank;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Ready;
import dev.reeve.node.Channel;
import dev.reeve.node.Primary;
import dev.reeve.node.Worker;
import dev.reeve.os.Kernel;
import dev.reeve.os.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The message channels of runs: `ready` becomes an input, what Node says goes to the primary of
/// the cluster, everything else is told to observers.
final class Channels {
  private static final String READY = "ready";
  private static final int READ_AND_WRITE = Readiness.READ | Readiness.WRITE;

  private final Loop loop;
  private final Kernel kernel;
  private final DaemonLog log;
  private final BiConsumer<Supervised, Input> inputs;
  private final Clusters clusters;
  private final Heap heap = new Heap();
  private final List<Observer> observers = new ArrayList<>();

  /// A channel, and what its process is in a cluster.
  static final class Link {
    final Channel channel;
    final @Nullable Primary primary;
    final @Nullable Worker worker;

    /// It has said that it listens.
    boolean listening;

    Link(Channel channel, @Nullable Primary primary, @Nullable Worker worker) {
      this.channel = channel;
      this.primary = primary;
      this.worker = worker;
    }
  }

  /// Who wants to know what apps say; `message` is a tree of JSON.
  interface Observer {
    void onMessage(Supervised instance, @Nullable Object message);

    /// Whether somebody would hear a long message now.
    default boolean wantsLong() {
      return false;
    }
  }

  /// `inputs` is the supervisor's door.
  Channels(Loop loop, Kernel kernel, DaemonLog log, BiConsumer<Supervised, Input> inputs) {
    this.loop = loop;
    this.kernel = kernel;
    this.log = log;
    this.inputs = inputs;
    this.clusters = new Clusters(loop, kernel, new Draining(loop, inputs), log);
  }

  Clusters clusters() {
    return clusters;
  }

  void observe(Observer observer) {
    observers.add(observer);
  }

  /// The channel of a new run, or null without one.
  @Nullable Link open(Supervised instance, int fd) {
    return open(instance, fd, Primary::join);
  }

  private @Nullable Link open(
      Supervised instance, int fd, BiFunction<Primary, Channel, Worker> joining) {
    if (fd < 0) {
      return null;
    }
    var primary = instance.spec.isCluster() ? clusters.primaryOf(instance) : null;
    var listener = new OfInstance(instance, fd);
    var channel = new Channel(fd, kernel, listener);
    channel.within(loop.budget());
    var worker = primary == null ? null : joining.apply(primary, channel);
    var link = new Link(channel, primary, worker);
    listener.link = link;
    loop.watch(
        fd,
        Readiness.READ,
        Rank.OUTPUT,
        (_, readable, writable) -> {
          if (writable) {
            channel.write();
          }
          if (readable) {
            channel.read();
          }
        });
    channel.whenWaiting(waits -> loop.interest(fd, waits ? READ_AND_WRITE : Readiness.READ));
    return link;
  }

  /// The channel of a run that was ours before we became another version of ourselves.
  @Nullable Link resume(Supervised instance, JsonObject packed, @Nullable JsonObject worker) {
    var link = open(instance, (int) packed.number("fd", -1), Primary::join);
    if (link != null) {
      link.channel.unpack(packed);
    }
    if (link != null && link.primary != null && link.worker != null && worker != null) {
      link.primary.unpack(link.worker, worker);
      link.listening = worker.flag("listening", false);
    }
    return link;
  }

  /// The channel of a run that is taken over, if its process still has our end of it.
  @Nullable Link takeOver(Supervised instance, int pid, int pidfd) {
    var childs = kernel.environmentOf(pid, "NODE_CHANNEL_FD");
    if (childs == null || !childs.matches("\\d{1,4}")) {
      return null;
    }
    int kept = Integer.parseInt(childs) + 1;
    var spec = instance.spec;
    var link = open(instance, kernel.descriptorOf(pidfd, kept), Primary::rejoin);
    if (link != null) {
      link.channel.joinLate(spec.isCluster() && !spec.command().isNode());
      link.listening = true;
    }
    return link;
  }

  /// Sends a message to the run of an instance: whether it is on its way.
  boolean send(Supervised instance, @Nullable Object message) {
    var live = instance.live;
    return live != null && live.link() != null && live.link().channel.send(message);
  }

  /// The run is to leave: it gets no more connections.
  void retire(Supervised instance) {
    var link = instance.live == null ? null : instance.live.link();
    if (link != null && link.primary != null && link.worker != null) {
      link.primary.retire(link.worker);
    }
  }

  /// The run is over.
  void close(@Nullable Link link) {
    if (link != null) {
      loop.guarded(link.channel::read);
      loop.unwatch(link.channel.fd());
      leave(link);
      kernel.close(link.channel.fd());
    }
  }

  private static void leave(Link link) {
    if (link.primary != null && link.worker != null) {
      link.primary.left(link.worker);
    }
  }

  private final class OfInstance implements Channel.Listener {
    private final Supervised instance;
    private final int fd;
    private @Nullable Link link;

    private OfInstance(Supervised instance, int fd) {
      this.instance = instance;
      this.fd = fd;
    }

    @Override
    public void onMessage(@Nullable Object message) {
      if (READY.equals(message)) {
        inputs.accept(instance, new Input.ReadySignalled());
      }
      observers.forEach(observer -> observer.onMessage(instance, message));
    }

    @Override
    public void onInternal(JsonObject message) {
      if (link == null || link.primary == null || link.worker == null) {
        return;
      }
      if (message.text("cmd", "").equals(Draining.DRAINED)) {
        clusters.draining().onDrained(instance);
      } else if (link.primary.onMessage(link.worker, message)) {
        link.listening = true;
        if (instance.spec.start().isReadyBy(Ready.Kind.LISTENING)) {
          inputs.accept(instance, new Input.ReadySignalled());
        }
      }
    }

    @Override
    public boolean wantsLong() {
      return observers.stream().anyMatch(Observer::wantsLong);
    }

    @Override
    public boolean hasRoom(long bytes) {
      return heap.hasRoom(bytes, loop.nowNs());
    }

    @Override
    public void onDropped(String reason) {
      log.say(instance + " loses a message: " + reason);
    }

    /// The descriptor is closed with the run: nothing else may get its number before.
    @Override
    public void onClosed(@Nullable String reason) {
      loop.unwatch(fd);
      if (link != null) {
        leave(link);
        clusters.draining().onSilent(instance);
      }
      if (reason != null) {
        log.say(instance + " loses its message channel: " + reason);
      }
    }
  }
}
