package dev.reeve.daemon;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.lifecycle.Input;
import dev.reeve.lifecycle.Instance;
import dev.reeve.lifecycle.State;
import dev.reeve.model.Event;
import dev.reeve.model.Exit;
import dev.reeve.model.Json;
import dev.reeve.pm2.BusEvent;
import dev.reeve.pm2.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// PM2's `pub.sock`: what happens, told to whoever is connected. With nobody there nothing is made,
/// and no line is looked at.
final class Bus implements Supervisor.Changes, Channels.Observer {
  private static final byte[] JSON = "j:".getBytes(StandardCharsets.UTF_8);

  private final Supervisor supervisor;
  private final Entrance entrance;
  private final Set<BusClient> clients = new LinkedHashSet<>();
  private final Followers.Follower follower = new Followers.Follower((_, _) -> true, this::onLine);

  Bus(Supervisor supervisor, int ownUid) {
    this.supervisor = supervisor;
    this.entrance = new Entrance(supervisor, ownUid, this::admit);
    supervisor.channels().observe(this);
  }

  /// Begins to take connections from a listening socket.
  void open(int listener) {
    entrance.open(listener);
  }

  Supervisor supervisor() {
    return supervisor;
  }

  private void admit(int fd) {
    if (clients.isEmpty()) {
      supervisor.followers().add(follower);
      supervisor.watchChanges(this);
      supervisor.log().whenSaid(this::onSaid);
    }
    if (clients.size() >= Clients.MOST) {
      supervisor.log().say("a client of pub.sock is cut off: there are too many");
      clients.iterator().next().close();
    }
    clients.add(new BusClient(this, fd));
  }

  void onClosed(BusClient client) {
    if (clients.remove(client) && clients.isEmpty()) {
      supervisor.followers().remove(follower);
      supervisor.watchChanges(Supervisor.Changes.UNSEEN);
      supervisor.log().whenSaid(_ -> {});
    }
  }

  int connections() {
    return clients.size();
  }

  /// The names are PM2's: a run that begins to serve is `online`, one that is over has an `exit`.
  @Override
  public void onStep(Supervised instance, Instance before, Input input) {
    supervisor.loop().guarded(() -> publishStep(instance, before, input));
  }

  private void publishStep(Supervised instance, Instance before, Input input) {
    var was = before.state();
    var is = instance.core.state();
    boolean ended = was.run() != null && is.run() == null;
    if (ended && is instanceof State.Errored) {
      publish("restart overlimit", false, instance, input);
    }
    if (ended) {
      publish("exit", false, instance, input);
    }
    if (is instanceof State.Online && !(was instanceof State.Online)) {
      publish("online", false, instance, input);
    }
  }

  /// A command has been carried out.
  void publishManual(String event, Supervised instance) {
    publish(event, true, instance, null);
  }

  private void publish(String event, boolean manually, Supervised instance, @Nullable Input input) {
    if (!clients.isEmpty()) {
      var moment = new BusEvent.Moment(supervisor.kernel().wallMs(), exitCode(input));
      var detail = Snapshots.detail(instance, List.of());
      publish(BusEvent.process(event, manually, detail, moment));
    }
  }

  private static @Nullable Integer exitCode(@Nullable Input input) {
    if (!(input instanceof Input.Exited(var exit, _))) {
      return null;
    }
    return exit instanceof Exit.Code(int code) ? code : 0;
  }

  private void onLine(Event.Line line) {
    supervisor.loop().guarded(() -> publishLine(line));
  }

  private void publishLine(Event.Line line) {
    var namespace = supervisor.find(line.id()).map(each -> each.spec.namespace()).orElse("default");
    publish(BusEvent.line(line, namespace));
  }

  /// An app says something to whoever listens.
  @Override
  public boolean wantsLong() {
    return !clients.isEmpty();
  }

  @Override
  public void onMessage(Supervised instance, @Nullable Object message) {
    if (clients.isEmpty()) {
      return;
    }
    var spec = instance.spec;
    var speaker = new BusEvent.Speaker(instance.id.number(), spec.name(), spec.namespace());
    var event = BusEvent.said(speaker, message, supervisor.kernel().wallMs());
    if (event != null) {
      supervisor.loop().guarded(() -> publish(event));
    }
  }

  private void onSaid(String sentence) {
    publish(BusEvent.ownLog(sentence, supervisor.kernel().wallMs()));
  }

  /// Tells all; one frame for all of them.
  void publish(BusEvent event) {
    if (clients.isEmpty()) {
      return;
    }
    var topic = ("s:" + event.topic()).getBytes(StandardCharsets.UTF_8);
    var body = new Pieces();
    body.write(JSON, 0, JSON.length);
    Json.write(event.payload(), body);
    var payload = body.all();
    int length = payload.stream().mapToInt(piece -> piece.length).sum();
    var frame = new ArrayList<byte[]>();
    frame.add(Frame.head(2, topic.length));
    frame.add(topic);
    frame.add(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    frame.addAll(payload);
    // A copy: one that is gone leaves in the middle of its own event.
    List.copyOf(clients).forEach(each -> each.tell(frame));
  }

  void flushAll() {
    List.copyOf(clients).forEach(BusClient::flush);
  }

  /// The answer to a command of our own client's, told to those who listen as PM2's client would.
  Answer telling(Request request, Answer answer) {
    var event =
        switch (request) {
          case Request.Start _, Request.Resume _ -> "start";
          case Request.Reload _, Request.Rollout _ -> "reload";
          case Request.Scale _ -> "";
          case Request.Restart _ -> "restart";
          case Request.Stop _ -> "stop";
          case Request.Ping _,
              Request.Listing _,
              Request.Pm2Listing _,
              Request.Describe _,
              Request.Delete _,
              Request.Adjust _,
              Request.Respec _,
              Request.Reset _,
              Request.SendSignal _,
              Request.SendInput _,
              Request.Trigger _,
              Request.Flush _,
              Request.Save _,
              Request.Resurrect _,
              Request.Import _,
              Request.Follow _,
              Request.Settings _,
              Request.Configure _,
              Request.Preset _,
              Request.ReloadLogs _,
              Request.Update _,
              Request.Kill _ ->
              "";
        };
    return event.isEmpty()
        ? answer
        : new Answer.Forwarded(answer, () -> {}, reply -> publishDone(event, reply));
  }

  private void publishDone(String event, Reply reply) {
    if (reply instanceof Reply.Done(var outcomes) && !clients.isEmpty()) {
      outcomes.stream()
          .filter(Reply.Outcome::ok)
          .flatMap(each -> supervisor.find(each.id()).stream())
          .forEach(each -> publishManual(event, each));
    }
  }
}
