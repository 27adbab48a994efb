package dev.reeve.node;

import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// One process of a cluster, seen from its [Primary]: what it was asked, and what it has not
/// answered.
public final class Worker {
  private final Channel channel;
  private final Map<Long, Handing> unanswered = new HashMap<>();
  private long sequence;
  private boolean retired;

  /// A connection on its way to the worker.
  record Handing(RoundRobin port, int connection) {}

  /// Numbers its messages from `sequence` on.
  Worker(Channel channel, long sequence) {
    this.channel = channel;
    this.sequence = sequence;
  }

  /// What another program needs to go on with it; `travels` as in [Channel#pack].
  JsonObject pack(IntUnaryOperator travels) {
    var handings = new ArrayList<JsonObject>();
    unanswered.forEach((sequence, handing) ->
        handings.add(
            JsonObject.empty()
                .with("sequence", sequence)
                .with("key", handing.port().key())
                .with("connection", travels.applyAsInt(handing.connection()))));
    return JsonObject.empty()
        .with("sequence", sequence)
        .with("retired", retired)
        .with("unanswered", handings);
  }

  /// Goes on where [#pack] has left.
  void unpack(JsonObject packed, Map<String, Port> ports) {
    sequence = packed.number("sequence", 0);
    retired = packed.flag("retired", false);
    for (var each : packed.objects("unanswered")) {
      if (ports.get(each.text("key", "")) instanceof RoundRobin port) {
        int connection = (int) each.number("connection", -1);
        unanswered.put(each.number("sequence", -1), new Handing(port, connection));
      }
    }
  }

  /// Whether it has not answered to a connection of the port.
  boolean owes(RoundRobin port) {
    return unanswered.values().stream().anyMatch(each -> each.port() == port);
  }

  /// Whether it gets connections: one that leaves does not.
  boolean serves() {
    return !retired && channel.open();
  }

  void retire() {
    retired = true;
  }

  boolean retired() {
    return retired;
  }

  /// Tells it to close its servers. It leaves when nothing keeps it.
  public void disconnect() {
    channel.sendInternal(Json.write(message().with("act", "disconnect")));
  }

  /// Sends a message of ours, which an app does not see: `NODE_` and a word.
  public void tell(String command) {
    channel.sendInternal(Json.write(JsonObject.empty().with("cmd", command)));
  }

  private JsonObject message() {
    return JsonObject.empty().with("cmd", "NODE_CLUSTER").with("seq", sequence++);
  }

  private static JsonObject answered(JsonObject answer, JsonObject request) {
    return answer.with("ack", request.value("seq"));
  }

  void acknowledge(JsonObject request) {
    channel.sendInternal(Json.write(answered(message(), request)));
  }

  /// It shall take its connections from the primary.
  void grant(JsonObject request, Port port, @Nullable JsonObject socketName) {
    var answer =
        message()
            .with("errno", null)
            .with("key", port.key())
            .with("data", port.data())
            .with("sockname", socketName);
    channel.sendInternal(Json.write(answered(answer, request)));
  }

  /// It shall accept by itself.
  void grantShared(JsonObject request, Port port) {
    var answer = message().with("errno", 0).with("key", port.key()).with("data", port.data());
    var type = port.place().kind().datagrams() ? "dgram.Native" : "net.Native";
    var envelope =
        JsonObject.empty()
            .with("cmd", "NODE_HANDLE")
            .with("type", type)
            .with("msg", answered(answer, request));
    channel.sendHandle(Channel.line(Json.write(envelope)), port.fd());
  }

  void refuse(JsonObject request, String key, int errno) {
    var answer = message().with("errno", errno).with("key", key).with("data", null);
    channel.sendInternal(Json.write(answered(answer, request)));
  }

  /// The message that goes with the next connection.
  byte[] handing(RoundRobin port) {
    return Channel.line(port.handing(sequence));
  }

  /// Hands it a connection, with what [#handing] gave: whether that is on its way.
  boolean hand(RoundRobin port, int connection, byte[] message) {
    boolean sent = channel.sendHandle(message, connection);
    if (sent) {
      unanswered.put(sequence++, new Handing(port, connection));
    }
    return sent;
  }

  /// What a message answers, or null.
  @Nullable Handing answered(JsonObject message) {
    return unanswered.remove(message.number("ack", -1));
  }

  /// What it will not answer any more.
  List<Handing> abandoned() {
    var all = new ArrayList<>(unanswered.values());
    unanswered.clear();
    return all;
  }
}
