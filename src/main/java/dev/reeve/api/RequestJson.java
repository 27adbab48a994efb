package dev.reeve.api;

import dev.reeve.model.Adjustment;
import dev.reeve.model.FreshEnv;
import dev.reeve.model.JsonObject;
import dev.reeve.model.StdStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests ↔ the method and parameters of a call.
final class RequestJson {
  private RequestJson() {}

  static String method(Request request) {
    return switch (request) {
      case Request.Ping _ -> "ping";
      case Request.Listing _ -> "list";
      case Request.Pm2Listing _ -> "pm2.list";
      case Request.Describe _ -> "describe";
      case Request.Start _ -> "start";
      case Request.Resume _ -> "resume";
      case Request.Stop _ -> "stop";
      case Request.Restart _ -> "restart";
      case Request.Reload _ -> "reload";
      case Request.Rollout _ -> "rollout";
      case Request.Scale _ -> "scale";
      case Request.Delete _ -> "delete";
      case Request.Reset _ -> "reset";
      case Request.Adjust _ -> "adjust";
      case Request.Respec _ -> "respec";
      case Request.SendSignal _ -> "signal";
      case Request.SendInput _ -> "input";
      case Request.Trigger _ -> "trigger";
      case Request.Flush _ -> "flush";
      case Request.Save _ -> "save";
      case Request.Resurrect _ -> "resurrect";
      case Request.Import _ -> "import";
      case Request.Follow _ -> "follow";
      case Request.Settings _ -> "settings";
      case Request.Configure _ -> "configure";
      case Request.Preset _ -> "preset";
      case Request.ReloadLogs _ -> "reloadLogs";
      case Request.Update _ -> "update";
      case Request.Kill _ -> "kill";
    };
  }

  static JsonObject params(Request request) {
    return switch (request) {
      case Request.Ping _,
          Request.Listing _,
          Request.Pm2Listing _,
          Request.Resurrect _,
          Request.Settings _,
          Request.ReloadLogs _ ->
          JsonObject.empty();
      case Request.Update(var launcher) -> JsonObject.empty().with("launcher", launcher);
      case Request.Kill(boolean keepApps) -> JsonObject.empty().with("keepApps", keepApps);
      case Request.Describe(var targets) -> targets(targets);
      case Request.Start(var specs, boolean known) ->
          SpecJson.write(specs).with("restartKnown", known);
      case Request.Resume(var targets) -> targets(targets);
      case Request.Stop(var targets) -> targets(targets);
      case Request.Restart(var targets, var env) -> targets(targets, env);
      case Request.Reload(var targets, var env, int parallel) ->
          targets(targets, env).with("parallel", parallel);
      case Request.Rollout(var specs, int parallel) ->
          SpecJson.write(specs).with("parallel", parallel);
      case Request.Scale(var name, var amount) ->
          JsonObject.empty().with("name", name).with("amount", amount);
      case Request.Delete(var targets) -> targets(targets);
      case Request.Reset(var targets) -> targets(targets);
      case Request.Adjust(var targets, var adjustment) -> adjust(targets, adjustment);
      case Request.Respec(var targets, var specs) -> SpecJson.write(specs).with("targets", targets);
      case Request.SendSignal(var signal, var targets) -> targets(targets).with("signal", signal);
      case Request.SendInput(var text, var targets) -> targets(targets).with("text", text);
      case Request.Trigger(var action, var parameter, var targets) ->
          targets(targets).with("action", action).with("parameter", parameter);
      case Request.Flush(var targets) -> targets(targets);
      case Request.Save(boolean force) -> JsonObject.empty().with("force", force);
      case Request.Import(var apps) -> apps(apps);
      case Request.Follow(var targets, var streams) ->
          targets(targets).with("streams", streams.stream().map(StdStream::word).toList());
      case Request.Configure(var changes) -> JsonObject.empty().with("changes", changes);
      case Request.Preset preset -> preset(preset);
    };
  }

  private static JsonObject apps(List<JsonObject> apps) {
    return JsonObject.empty().with("apps", apps.stream().map(JsonObject::fields).toList());
  }

  private static JsonObject preset(Request.Preset preset) {
    return JsonObject.empty()
        .with("module", preset.module())
        .with("settings", preset.settings().fields());
  }

  private static JsonObject adjust(List<String> targets, Adjustment adjustment) {
    return targets(targets)
        .with("watch", adjustment.watch().name())
        .with("cron", adjustment.cron());
  }

  private static JsonObject targets(List<String> targets) {
    return JsonObject.empty().with("targets", targets);
  }

  static Request read(String method, JsonObject params) {
    var targets = params.texts("targets");
    return switch (method) {
      case "ping" -> new Request.Ping();
      case "list" -> new Request.Listing();
      case "pm2.list" -> new Request.Pm2Listing();
      case "describe" -> new Request.Describe(targets);
      case "start" -> new Request.Start(SpecJson.read(params), params.flag("restartKnown", false));
      case "resume" -> new Request.Resume(targets);
      case "stop" -> new Request.Stop(targets);
      case "restart" -> new Request.Restart(targets, env(params));
      case "reload" -> new Request.Reload(targets, env(params), parallel(params));
      case "rollout" -> new Request.Rollout(SpecJson.read(params), parallel(params));
      case "scale" -> new Request.Scale(params.text("name", ""), params.text("amount", ""));
      case "delete" -> new Request.Delete(targets);
      case "reset" -> new Request.Reset(targets);
      case "adjust" -> new Request.Adjust(targets, adjustment(params));
      case "respec" -> new Request.Respec(targets, SpecJson.read(params));
      case "signal" -> new Request.SendSignal(params.text("signal", ""), targets);
      case "input" -> new Request.SendInput(params.text("text", ""), targets);
      case "trigger" ->
          new Request.Trigger(params.text("action", ""), params.textOrNull("parameter"), targets);
      case "flush" -> new Request.Flush(targets);
      case "save" -> new Request.Save(params.flag("force", false));
      case "resurrect" -> new Request.Resurrect();
      case "import" -> new Request.Import(params.objects("apps"));
      case "follow" -> new Request.Follow(targets, streams(params.texts("streams")));
      case "settings" -> new Request.Settings();
      case "configure" -> new Request.Configure(changes(params.object("changes")));
      case "preset" -> new Request.Preset(params.text("module", ""), params.object("settings"));
      case "reloadLogs" -> new Request.ReloadLogs();
      case "update" -> new Request.Update(params.text("launcher", ""));
      case "kill" -> new Request.Kill(params.flag("keepApps", false));
      default -> throw new IllegalArgumentException("unknown method '" + method + "'");
    };
  }

  private static Adjustment adjustment(JsonObject params) {
    return new Adjustment(
        Adjustment.Turn.ofWord(params.text("watch", "")), params.textOrNull("cron"));
  }

  private static Map<String, @Nullable String> changes(JsonObject json) {
    var changes = new LinkedHashMap<String, @Nullable String>();
    json.fields()
        .forEach((key, value) -> changes.put(key, value == null ? null : value.toString()));
    return changes;
  }

  private static EnumSet<StdStream> streams(List<String> words) {
    var streams = EnumSet.noneOf(StdStream.class);
    Arrays.stream(StdStream.values())
        .filter(stream -> words.isEmpty() || words.contains(stream.word()))
        .forEach(streams::add);
    return streams;
  }

  private static JsonObject targets(List<String> targets, @Nullable FreshEnv env) {
    var files = env == null || env.files().isEmpty() ? null : env.files();
    return targets(targets)
        .with("callerEnv", env == null ? null : env.caller())
        .with("envFiles", files);
  }

  private static @Nullable FreshEnv env(JsonObject params) {
    var files = new java.util.HashMap<String, Map<String, String>>();
    var given = params.object("envFiles");
    given.fields().keySet().forEach(app -> files.put(app, given.textMap(app)));
    return params.has("callerEnv") ? new FreshEnv(params.textMap("callerEnv"), files) : null;
  }

  private static int parallel(JsonObject params) {
    return Math.clamp(params.number("parallel", 1), 1, Integer.MAX_VALUE);
  }
}
