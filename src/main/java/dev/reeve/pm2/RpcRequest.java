package dev.reeve.pm2;

import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a frame on `rpc.sock` asks. `id` is the asker's, a character a byte, and comes back with
/// the reply as it came.
public sealed interface RpcRequest {
  String id();

  record Call(String id, String method, List<?> arguments) implements RpcRequest {
    /// The first argument as an object; empty when it is none.
    public JsonObject options() {
      return JsonObject.of(first()).orElseGet(JsonObject::empty);
    }

    public @Nullable Object first() {
      return arguments.isEmpty() ? null : arguments.getFirst();
    }
  }

  /// Which methods there are.
  record Methods(String id) implements RpcRequest {}

  /// A request that can be answered with an error only.
  record Wrong(String id, String error) implements RpcRequest {}

  static RpcRequest read(Frame frame) throws FrameReader.Malformed {
    if (frame.arguments().size() != 2) {
      throw new FrameReader.Malformed("a request of %d parts".formatted(frame.arguments().size()));
    }
    var id = new String(frame.arguments().get(1), StandardCharsets.ISO_8859_1);
    JsonObject json;
    try {
      json = Json.parseObject(frame.text(0, "j:"));
    } catch (Json.Malformed | StackOverflowError malformed) {
      throw new FrameReader.Malformed("a request that is no JSON object");
    }
    return switch (json.text("type", "")) {
      case "methods" -> new Methods(id);
      case "call" -> call(id, json);
      default -> new Wrong(id, ".type must be 'call' or 'methods'");
    };
  }

  private static RpcRequest call(String id, JsonObject json) {
    var method = json.textOrNull("method");
    return method == null
        ? new Wrong(id, ".method required")
        : new Call(id, method, json.list("args"));
  }
}
