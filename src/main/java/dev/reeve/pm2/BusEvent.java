package dev.reeve.pm2;

import dev.reeve.model.Event;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.JsonObject;
import dev.reeve.model.StdStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One message on `pub.sock`, to all who listen: they choose by topic themselves.
public record BusEvent(String topic, JsonObject payload) {

  /// What stays between an app and its supervisor.
  private static final Set<String> NOT_TOLD =
      Set.of("axm:action", "axm:monitor", "axm:option:setPID", "axm:option:configuration");

  /// Something happened to an instance. `manually`: a command has been carried out. A run that
  /// ended has an `exitCode`, 0 after a signal.
  public static BusEvent process(
      String event, boolean manually, InstanceDetail detail, Moment moment) {
    var process = Pm2List.withoutEnv(detail);
    if (moment.exitCode != null) {
      process.with("exit_code", moment.exitCode);
    }
    return new BusEvent(
        "process:event",
        JsonObject.empty()
            .with("event", event)
            .with("manually", manually)
            .with("process", process)
            .with("at", moment.atMs));
  }

  /// When, and with which exit code if it was one.
  public record Moment(long atMs, @Nullable Integer exitCode) {}

  /// Who says something.
  public record Speaker(int number, String name, String namespace) {}

  /// A message of an app's, or null if nobody else is to hear it. With `type` and `data` it chooses
  /// its topic itself; anything else is passed on as it is.
  public static @Nullable BusEvent said(Speaker speaker, @Nullable Object message, long atMs) {
    var json = JsonObject.of(message).orElseGet(JsonObject::empty);
    var topic = topic(json.value("type"));
    var data = json.value("data");
    boolean chosen = !topic.isEmpty() && Truth.of(data);
    if (chosen && NOT_TOLD.contains(topic)) {
      return null;
    }
    var process =
        JsonObject.empty()
            .with("pm_id", speaker.number)
            .with("name", speaker.name)
            .with("namespace", speaker.namespace);
    return new BusEvent(
        chosen ? topic : "process:msg",
        JsonObject.empty()
            .with("at", atMs)
            .with(chosen ? "data" : "raw", chosen ? data : message)
            .with("process", process));
  }

  /// Empty if it is none.
  private static String topic(@Nullable Object type) {
    if (type instanceof List<?> parts) {
      return parts.stream().map(String::valueOf).collect(Collectors.joining(":"));
    }
    boolean word = type instanceof String || type instanceof Number || type instanceof Boolean;
    return word && Truth.of(type) ? String.valueOf(type) : "";
  }

  /// A line of an app's.
  public static BusEvent line(Event.Line line, String namespace) {
    var process =
        JsonObject.empty()
            .with("pm_id", line.id().number())
            .with("name", line.name())
            .with("rev", null)
            .with("namespace", namespace);
    var topic = line.stream() == StdStream.OUT ? "log:out" : "log:err";
    return log(topic, process, line.text(), line.atMs());
  }

  /// A sentence of the daemon's.
  public static BusEvent ownLog(String sentence, long atMs) {
    var process = JsonObject.empty().with("pm_id", "PM2").with("name", "PM2").with("rev", null);
    return log("log:PM2", process, sentence, atMs);
  }

  private static BusEvent log(String topic, JsonObject process, String text, long atMs) {
    return new BusEvent(
        topic,
        JsonObject.empty().with("process", process).with("at", atMs).with("data", text + "\n"));
  }

  /// The daemon ends.
  public static BusEvent killed() {
    return new BusEvent(
        "pm2:kill",
        JsonObject.empty().with("status", "killed").with("msg", "pm2 has been killed via CLI"));
  }
}
