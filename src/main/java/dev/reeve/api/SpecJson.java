package dev.reeve.api;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Care;
import dev.reeve.model.EnvFile;
import dev.reeve.model.EnvFilter;
import dev.reeve.model.EnvRules;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Listen;
import dev.reeve.model.Ready;
import dev.reeve.model.RunAs;
import dev.reeve.model.Signal;
import dev.reeve.model.TreeKill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// [AppSpec]s as JSON: in a `start` request and in the saved list. The caller's environment is the
/// same for all specs of a request, so it stands once in `callers` and specs point at it.
public final class SpecJson {
  private static final String OWN_CALLER = "callerEnvironment";

  private SpecJson() {}

  /// Durations are in ms, sizes in bytes.
  public static JsonObject write(List<AppSpec> specs) {
    var callers = new ArrayList<Map<String, String>>();
    var written = specs.stream().map(spec -> one(spec, callers)).toList();
    return JsonObject.empty().with("callers", callers).with("specs", written);
  }

  /// The specs of [#write]; a field that is missing gets its default.
  public static List<AppSpec> read(JsonObject json) {
    return rows(json).stream().map(SpecJson::readOne).toList();
  }

  /// One spec as it was written, and the caller's environment that it points at.
  public record Row(JsonObject spec, Map<String, String> caller) {
    /// The same without anything beside it, to be read again.
    public JsonObject alone() {
      var fields = new LinkedHashMap<String, @Nullable Object>(spec.fields());
      fields.remove("caller");
      return new JsonObject(fields).with(OWN_CALLER, caller);
    }
  }

  /// The specs as they were written, each to be read with [#readOne] whatever the others are.
  public static List<Row> rows(JsonObject json) {
    var callers = json.objects("callers").stream().map(SpecJson::texts).toList();
    return json.objects("specs").stream()
        .map(spec -> new Row(spec, caller(spec, callers)))
        .toList();
  }

  /// One of [#rows]. A value out of range, or a word of a newer version, throws whatever the model
  /// throws.
  public static AppSpec readOne(Row row) {
    return one(row.spec, row.caller);
  }

  /// One that stands by itself, as [Row#alone] gives it.
  public static AppSpec readOne(JsonObject alone) {
    return readOne(new Row(alone, caller(alone, List.of())));
  }

  private static Map<String, String> texts(JsonObject object) {
    return JsonObject.empty().with("map", object.fields()).textMap("map");
  }

  private static JsonObject one(AppSpec spec, List<Map<String, String>> callers) {
    return JsonObject.empty()
        .with("name", spec.name())
        .with("namespace", spec.namespace())
        .with("command", command(spec.command()))
        .with("instances", instances(spec.instances()))
        .with("caller", indexOf(spec.environment().caller(), callers))
        .with("env", spec.environment().own())
        .with("envFrom", spec.environment().files().isEmpty() ? null : spec.environment().files())
        .with("envRules", rules(spec.environment().rules()))
        .with("logs", logs(spec.logs()))
        .with("start", start(spec.start()))
        .with("restart", restart(spec.restart()))
        .with("stop", stop(spec.stop()))
        .with("pidFile", spec.pidFile())
        .with("care", spec.care().equals(Care.NONE) ? null : CareJson.write(spec.care()))
        .with("file", spec.file());
  }

  private static int indexOf(Map<String, String> caller, List<Map<String, String>> callers) {
    for (int i = 0; i < callers.size(); i++) {
      if (callers.get(i).equals(caller)) {
        return i;
      }
    }
    callers.add(caller);
    return callers.size() - 1;
  }

  private static Map<String, String> caller(JsonObject spec, List<Map<String, String>> callers) {
    int caller = (int) spec.number("caller", -1);
    return caller >= 0 && caller < callers.size()
        ? callers.get(caller)
        : texts(spec.object(OWN_CALLER));
  }

  private static AppSpec one(JsonObject json, Map<String, String> caller) {
    return new AppSpec(
        json.text("name", ""),
        json.text("namespace", "default"),
        command(json.object("command")),
        instances(json.object("instances")),
        new AppSpec.Environment(
            caller, json.textMap("envFrom"), json.textMap("env"), rules(json.object("envRules"))),
        logs(json.object("logs")),
        start(json.object("start")),
        restart(json.object("restart")),
        stop(json.object("stop")),
        json.textOrNull("pidFile"),
        json.has("care") ? CareJson.read(json.object("care")) : Care.NONE,
        json.textOrNull("file"));
  }

  private static @Nullable JsonObject rules(EnvRules rules) {
    if (rules.equals(EnvRules.NONE)) {
      return null;
    }
    var files =
        rules.files().stream()
            .map(file ->
                JsonObject.empty().with("path", file.path()).with("required", file.required()))
            .toList();
    return JsonObject.empty()
        .with("filterAll", rules.filter().all())
        .with("filter", rules.filter().prefixes())
        .with("files", files);
  }

  private static EnvRules rules(JsonObject json) {
    var files =
        json.objects("files").stream()
            .map(file -> new EnvFile(file.text("path", ""), file.flag("required", true)))
            .toList();
    return new EnvRules(new EnvFilter(json.flag("filterAll", false), json.texts("filter")), files);
  }

  private static JsonObject ready(Ready ready) {
    return JsonObject.empty().with("kind", ready.kind().name()).with("what", ready.what());
  }

  private static Ready ready(JsonObject json) {
    var word = json.text("kind", "");
    var kind =
        Arrays.stream(Ready.Kind.values()).filter(each -> each.name().equals(word)).findAny();
    return new Ready(
        kind.orElseThrow(
            () -> new IllegalArgumentException("this version does not know ready: " + word)),
        json.text("what", ""));
  }

  private static JsonObject command(AppSpec.Command command) {
    return JsonObject.empty()
        .with("script", command.script())
        .with("args", command.args())
        .with("interpreter", command.interpreter())
        .with("interpreterArgs", command.interpreterArgs())
        .with("cwd", command.cwd())
        .with("user", command.as() == null ? null : command.as().user())
        .with("group", command.as() == null ? null : command.as().group());
  }

  private static AppSpec.Command command(JsonObject json) {
    return new AppSpec.Command(
        json.text("script", ""),
        json.texts("args"),
        json.text("interpreter", AppSpec.Command.NO_INTERPRETER),
        json.texts("interpreterArgs"),
        json.text("cwd", "/"),
        json.has("user") || json.has("group")
            ? new RunAs(json.textOrNull("user"), json.textOrNull("group"))
            : null);
  }

  private static JsonObject instances(AppSpec.Instances instances) {
    return JsonObject.empty()
        .with("count", instances.count())
        .with("mode", instances.mode().word())
        .with("variable", instances.variable())
        .with("increment", instances.increment())
        .with("shared", instances.cluster().shared())
        .with("drain", instances.cluster().drain());
  }

  private static AppSpec.Instances instances(JsonObject json) {
    boolean cluster = json.text("mode", "").equals(AppSpec.ExecMode.CLUSTER.word());
    return new AppSpec.Instances(
        (int) json.number("count", 1),
        cluster ? AppSpec.ExecMode.CLUSTER : AppSpec.ExecMode.FORK,
        json.text("variable", "NODE_APP_INSTANCE"),
        json.textOrNull("increment"),
        new AppSpec.Cluster(json.flag("shared", false), json.flag("drain", true)));
  }

  private static JsonObject logs(AppSpec.Logs logs) {
    return JsonObject.empty()
        .with("out", logs.outFile())
        .with("error", logs.errorFile())
        .with("combined", logs.combinedFile())
        .with("merge", logs.merge())
        .with("json", logs.type() == AppSpec.LogType.JSON)
        .with("dateFormat", logs.dateFormat())
        .with("drop", logs.overflow() == AppSpec.Overflow.DROP)
        .with("rotate", logs.rotate());
  }

  private static AppSpec.Logs logs(JsonObject json) {
    return new AppSpec.Logs(
        json.textOrNull("out"),
        json.textOrNull("error"),
        json.textOrNull("combined"),
        json.flag("merge", false),
        json.flag("json", false) ? AppSpec.LogType.JSON : AppSpec.LogType.RAW,
        json.textOrNull("dateFormat"),
        json.flag("drop", false) ? AppSpec.Overflow.DROP : AppSpec.Overflow.BLOCK,
        json.textMap("rotate"));
  }

  private static JsonObject start(AppSpec.Start start) {
    return JsonObject.empty()
        .with("auto", start.autostart())
        .with("waitReady", start.waitReady())
        .with("listenTimeout", start.listenTimeout().toMillis())
        .with("ready", start.ready() == null ? null : ready(start.ready()))
        .with("listen", start.listen().stream().map(SpecJson::listen).toList());
  }

  private static AppSpec.Start start(JsonObject json) {
    return new AppSpec.Start(
        json.flag("auto", true),
        json.flag("waitReady", false),
        Duration.ofMillis(json.number("listenTimeout", 3000)),
        json.value("ready") == null ? null : ready(json.object("ready")),
        json.objects("listen").stream().map(SpecJson::listen).flatMap(Optional::stream).toList());
  }

  private static JsonObject listen(Listen listen) {
    return JsonObject.empty().with("written", listen.written()).with("address", listen.address());
  }

  /// What is written says it all, but where a path starts from.
  private static Optional<Listen> listen(JsonObject json) {
    return Listen.parse(json.text("written", ""), _ -> json.text("address", ""));
  }

  private static JsonObject restart(AppSpec.Restart restart) {
    return JsonObject.empty()
        .with("auto", restart.auto())
        .with("when", restart.when().word())
        .with("maxUnstable", restart.maxUnstable())
        .with("minUptime", restart.minUptime().toMillis())
        .with("delay", restart.delay().toMillis())
        .with("backoff", restart.backoff().toMillis())
        .with("stopExitCodes", restart.stopExitCodes())
        .with("maxMemory", restart.maxMemoryBytes());
  }

  private static AppSpec.Restart restart(JsonObject json) {
    var unsaid = json.flag("auto", true) ? AppSpec.When.ALWAYS : AppSpec.When.NEVER;
    return new AppSpec.Restart(
        AppSpec.When.ofWord(json.text("when", "")).orElse(unsaid),
        (int) json.number("maxUnstable", 16),
        Duration.ofMillis(json.number("minUptime", 1000)),
        Duration.ofMillis(json.number("delay", 0)),
        Duration.ofMillis(json.number("backoff", 0)),
        json.list("stopExitCodes").stream()
            .filter(Number.class::isInstance)
            .map(code -> ((Number) code).intValue())
            .toList(),
        json.number("maxMemory", 0));
  }

  private static JsonObject stop(AppSpec.Stop stop) {
    return JsonObject.empty()
        .with("signal", stop.signal().name())
        .with("killTimeout", stop.killTimeout().toMillis())
        .with("killRetry", stop.killRetry().toMillis())
        .with("tree", stop.treeKill().tree())
        .with("treeKill", stop.treeKill().word())
        .with("withMessage", stop.withMessage());
  }

  private static AppSpec.Stop stop(JsonObject json) {
    return new AppSpec.Stop(
        Signal.parse(json.text("signal", "SIGINT")).orElse(Signal.SIGINT),
        Duration.ofMillis(json.number("killTimeout", 1600)),
        Duration.ofMillis(json.number("killRetry", 100)),
        TreeKill.ofWord(json.text("treeKill", ""))
            .orElseGet(() -> TreeKill.of(json.flag("tree", true))),
        json.flag("withMessage", false));
  }
}
