package dev.reeve.daemon;

import dev.reeve.lifecycle.Input;
import dev.reeve.loop.Loop;
import dev.reeve.loop.Rank;
import dev.reeve.node.Channel;
import dev.reeve.os.Kernel;
import dev.reeve.os.Launch;
import dev.reeve.os.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The message channels of runs: `ready` becomes an input, everything else is told to observers.
final class Channels {
  private static final String READY = "ready";

  private final Loop loop;
  private final Kernel kernel;
  private final DaemonLog log;
  private final BiConsumer<Supervised, Input> inputs;
  private final List<Observer> observers = new ArrayList<>();

  /// Who wants to know what apps say; `message` is a tree of JSON.
  interface Observer {
    void onMessage(Supervised instance, @Nullable Object message);
  }

  /// `inputs` is the supervisor's door.
  Channels(Loop loop, Kernel kernel, DaemonLog log, BiConsumer<Supervised, Input> inputs) {
    this.loop = loop;
    this.kernel = kernel;
    this.log = log;
    this.inputs = inputs;
  }

  void observe(Observer observer) {
    observers.add(observer);
  }

  /// The channel of a new run, or null without one.
  @Nullable Channel open(Supervised instance, int fd) {
    if (fd < 0) {
      return null;
    }
    var channel = new Channel(fd, kernel, new OfInstance(instance, fd));
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
          settle(channel);
        });
    return channel;
  }

  /// The channel of a run that is taken over, if its process still has our end of it.
  @Nullable Channel takeOver(Supervised instance, int pid, int pidfd) {
    if (kernel.environmentOf(pid, "NODE_CHANNEL_FD") == null) {
      return null;
    }
    var channel = open(instance, kernel.descriptorOf(pidfd, Launch.CHANNEL_KEPT));
    if (channel != null) {
      channel.joinLate();
    }
    return channel;
  }

  private void settle(Channel channel) {
    if (channel.open()) {
      int wanted = Readiness.READ | (channel.wantsToWrite() ? Readiness.WRITE : 0);
      loop.interest(channel.fd(), wanted);
    }
  }

  /// Sends a message to the run of an instance: whether it is on its way.
  boolean send(Supervised instance, @Nullable Object message) {
    var live = instance.live;
    var channel = live == null ? null : live.channel();
    if (channel == null || !channel.send(message)) {
      return false;
    }
    settle(channel);
    return true;
  }

  /// The run is over.
  void close(@Nullable Channel channel) {
    if (channel != null) {
      loop.guarded(channel::read);
      loop.unwatch(channel.fd());
      kernel.close(channel.fd());
    }
  }

  private final class OfInstance implements Channel.Listener {
    private final Supervised instance;
    private final int fd;

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

    /// The descriptor is closed with the run: nothing else may get its number before.
    @Override
    public void onClosed(@Nullable String reason) {
      loop.unwatch(fd);
      if (reason != null) {
        log.say(instance + " loses its message channel: " + reason);
      }
    }
  }
}
