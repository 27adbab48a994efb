package dev.reeve.api;

import dev.reeve.model.InstanceId;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.StdStream;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests, replies and pushes ↔ lines of JSON-RPC 2.0, without the line end. A reply carries its
/// kind beside its fields, so that it can be read without knowing the request.
public final class Wire {
  /// The longest line that the daemon takes, in bytes: a start of a thousand apps fits twice.
  public static final int MAX_LINE = 16 << 20;

  /// The longest line that a client takes, in bytes: the list of three thousand apps.
  public static final int MAX_REPLY_LINE = 48 << 20;

  /// Requests without parameters, known without a `switch` over types: the first one costs a fresh
  /// JVM some milliseconds, and `list` is what people ask most.
  private static final Map<Class<?>, String> BARE =
      Map.of(Request.Listing.class, "list", Request.Pm2Listing.class, "pm2.list");

  /// How the reply to [Request.Pm2Listing] begins after its id, and how it ends; JSON is in
  /// between.
  private static final String HEAD = "{\"jsonrpc\":\"2.0\",\"id\":";

  private static final String BEFORE_JSON = ",\"result\":{\"kind\":\"json\",\"json\":";
  private static final String AFTER_JSON = "}}";
  private static final int LONGEST_ID = 20;

  private static final int REFUSED = -32000;
  private static final int BAD_REQUEST = -32600;

  /// One decoded request and the id that its reply must carry.
  public record Call(@Nullable Object id, Request request) {}

  /// A line from the daemon: one of the two.
  public record Message(@Nullable Reply reply, @Nullable Push push) {}

  /// A line that is no request of ours; `reply` is the line to answer with.
  public static final class BadCall extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reply;

    BadCall(@Nullable Object id, String message) {
      super(message);
      this.reply = Json.write(error(id, BAD_REQUEST, message, null));
    }

    public String reply() {
      return reply;
    }
  }

  private Wire() {}

  /// A request as a line.
  public static String call(long id, Request request) {
    var bare = BARE.get(request.getClass());
    return Json.write(
        JsonObject.empty()
            .with("jsonrpc", "2.0")
            .with("id", id)
            .with("method", bare != null ? bare : RequestJson.method(request))
            .with("params", bare != null ? JsonObject.empty() : RequestJson.params(request)));
  }

  /// The request that a line holds.
  public static Call readCall(String line) throws BadCall {
    JsonObject json;
    try {
      json = Json.parseObject(line);
    } catch (Json.Malformed malformed) {
      throw new BadCall(null, "not a line of JSON-RPC: " + malformed.getMessage());
    }
    var id = json.value("id");
    try {
      return new Call(id, RequestJson.read(json.text("method", ""), json.object("params")));
    } catch (IllegalArgumentException refused) {
      throw new BadCall(id, String.valueOf(refused.getMessage()));
    }
  }

  /// A reply as a line, under the id of its request.
  public static String reply(@Nullable Object id, Reply reply) {
    return Json.write(message(id, reply));
  }

  /// The same as UTF-8 into memory, which a reply of megabytes then fills one time only.
  public static void reply(@Nullable Object id, Reply reply, OutputStream memory) {
    Json.write(message(id, reply), memory);
  }

  private static JsonObject message(@Nullable Object id, Reply reply) {
    if (reply instanceof Reply.Refused(var message, var hint)) {
      return error(id, REFUSED, message, hint);
    }
    return JsonObject.empty().with("jsonrpc", "2.0").with("id", id).with("result", result(reply));
  }

  private static JsonObject error(
      @Nullable Object id, int code, String message, @Nullable String hint) {
    var error = JsonObject.empty().with("code", code).with("message", message);
    if (hint != null) {
      error.with("data", JsonObject.empty().with("hint", hint));
    }
    return JsonObject.empty().with("jsonrpc", "2.0").with("id", id).with("error", error);
  }

  private static JsonObject result(Reply reply) {
    return switch (reply) {
      case Reply.Pong(var version, var build, int pid, var home, long faults) ->
          kind("pong")
              .with("version", version)
              .with("build", build)
              .with("pid", pid)
              .with("home", home)
              .with("faults", faults);
      case Reply.Views(var views) ->
          kind("views").with("instances", views.stream().map(ViewJson::view).toList());
      case Reply.Details(var details) ->
          kind("details").with("instances", details.stream().map(ViewJson::detail).toList());
      case Reply.Done(var outcomes) ->
          kind("done").with("outcomes", outcomes.stream().map(Wire::outcome).toList());
      case Reply.Text(var json) -> kind("json").with("json", json);
      case Reply.Saved(var path, int count) ->
          kind("saved").with("path", path).with("instances", count);
      case Reply.Following(var positions) ->
          kind("following").with("files", positions.stream().map(Wire::position).toList());
      case Reply.Refused _ -> throw new IllegalStateException("an error, not a result: " + reply);
    };
  }

  private static JsonObject kind(String kind) {
    return JsonObject.empty().with("kind", kind);
  }

  private static JsonObject outcome(Reply.Outcome outcome) {
    return JsonObject.empty()
        .with("id", outcome.id().number())
        .with("name", outcome.name())
        .with("ok", outcome.ok())
        .with("message", outcome.message());
  }

  private static JsonObject position(Reply.LogPosition position) {
    return JsonObject.empty()
        .with("id", position.id().number())
        .with("name", position.name())
        .with("stream", position.stream().word())
        .with("path", position.path())
        .with("size", position.size());
  }

  /// A push as a line.
  public static String push(Push push) {
    return switch (push) {
      case Push.Progress(int done, int total, var what) ->
          notification(
              "progress",
              JsonObject.empty().with("done", done).with("total", total).with("what", what));
      case Push.Line(var id, var name, var stream, var text, long atMs) ->
          notification(
              "line",
              JsonObject.empty()
                  .with("id", id.number())
                  .with("name", name)
                  .with("stream", stream.word())
                  .with("text", text)
                  .with("at", atMs));
      case Push.Dropped(long lines) ->
          notification("dropped", JsonObject.empty().with("lines", lines));
      case Push.Notice(var text) -> notification("notice", JsonObject.empty().with("text", text));
    };
  }

  private static String notification(String method, JsonObject params) {
    return Json.write(
        JsonObject.empty().with("jsonrpc", "2.0").with("method", method).with("params", params));
  }

  /// What a line from the daemon says. A push of a kind that this version does not know is neither.
  public static Message readMessage(String line) throws Json.Malformed {
    int start = startOfJson(line);
    if (start > 0) {
      var text = line.substring(start, line.length() - AFTER_JSON.length());
      return new Message(new Reply.Text(new Json.Written(text)), null);
    }
    var json = Json.parseObject(line);
    if (json.has("error")) {
      var error = json.object("error");
      return new Message(
          new Reply.Refused(
              error.text("message", "the daemon refused"), error.object("data").textOrNull("hint")),
          null);
    }
    if (json.has("result")) {
      return new Message(reply(json.object("result")), null);
    }
    return new Message(null, push(json.text("method", ""), json.object("params")));
  }

  /// Where the JSON of a [Reply.Text] begins, or -1. No need to take apart what is only printed: it
  /// is the longest of all replies. Within a text the quotes of the mark would be escaped.
  private static int startOfJson(String line) {
    int limit = HEAD.length() + LONGEST_ID + BEFORE_JSON.length();
    if (!line.startsWith(HEAD) || !line.endsWith(AFTER_JSON) || line.length() < limit) {
      return -1;
    }
    int mark = line.indexOf(BEFORE_JSON, HEAD.length(), limit);
    return mark < 0 ? -1 : mark + BEFORE_JSON.length();
  }

  private static Reply reply(JsonObject result) {
    return switch (result.text("kind", "")) {
      case "pong" ->
          new Reply.Pong(
              result.text("version", ""),
              result.text("build", ""),
              (int) result.number("pid", 0),
              result.text("home", ""),
              result.number("faults", 0));
      case "views" ->
          new Reply.Views(result.objects("instances").stream().map(ViewJson::view).toList());
      case "details" ->
          new Reply.Details(result.objects("instances").stream().map(ViewJson::detail).toList());
      case "done" ->
          new Reply.Done(result.objects("outcomes").stream().map(Wire::outcome).toList());
      case "json" -> new Reply.Text(result.value("json"));
      case "saved" -> new Reply.Saved(result.text("path", ""), (int) result.number("instances", 0));
      case "following" ->
          new Reply.Following(result.objects("files").stream().map(Wire::position).toList());
      default ->
          new Reply.Refused(
              "the daemon answered in a way that this version does not know",
              "run 'reeve kill' and start again, so that both are of one version");
    };
  }

  private static Reply.Outcome outcome(JsonObject json) {
    return new Reply.Outcome(
        new InstanceId((int) json.number("id", -1)),
        json.text("name", ""),
        json.flag("ok", false),
        json.text("message", ""));
  }

  private static Reply.LogPosition position(JsonObject json) {
    return new Reply.LogPosition(
        new InstanceId((int) json.number("id", -1)),
        json.text("name", ""),
        stream(json),
        json.text("path", ""),
        json.number("size", 0));
  }

  private static StdStream stream(JsonObject json) {
    return json.text("stream", "out").equals("err") ? StdStream.ERR : StdStream.OUT;
  }

  private static @Nullable Push push(String method, JsonObject params) {
    return switch (method) {
      case "progress" ->
          new Push.Progress(
              (int) params.number("done", 0),
              (int) params.number("total", 0),
              params.text("what", ""));
      case "line" ->
          new Push.Line(
              new InstanceId((int) params.number("id", -1)),
              params.text("name", ""),
              stream(params),
              params.text("text", ""),
              params.number("at", 0));
      case "dropped" -> new Push.Dropped(params.number("lines", 0));
      case "notice" -> new Push.Notice(params.text("text", ""));
      default -> null;
    };
  }
}
