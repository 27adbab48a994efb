package dev.reeve.pm2;

import dev.reeve.model.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What goes back on `rpc.sock`, as trees.
public final class RpcReply {
  /// The PM2 that we stand in for; another one makes its client print a note.
  public static final String PM2_VERSION = "7.0.4";

  private RpcReply() {}

  /// The one result of a method.
  public static JsonObject result(@Nullable Object value) {
    return JsonObject.empty().with("args", Arrays.asList(value));
  }

  /// The end of a method that has no result.
  public static JsonObject nothing() {
    return JsonObject.empty().with("args", List.of());
  }

  public static JsonObject error(String sentence) {
    return JsonObject.empty().with("error", sentence).with("stack", "Error: " + sentence);
  }

  public static JsonObject unknownMethod(String method) {
    return JsonObject.empty().with("error", "method \"" + method + "\" does not exist");
  }

  /// The list of methods; `parameters` by name.
  public static JsonObject methods(Map<String, List<String>> parameters) {
    var methods = new LinkedHashMap<String, @Nullable Object>();
    parameters.forEach((name, each) ->
        methods.put(name, JsonObject.empty().with("name", name).with("params", each)));
    return JsonObject.empty().with("methods", methods);
  }
}
