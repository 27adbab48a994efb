package dev.reeve.daemon;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.lifecycle.Input;
import dev.reeve.model.Adjustment;
import dev.reeve.model.Adjustment.Turn;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Signal;
import dev.reeve.pm2.BusEvent;
import dev.reeve.pm2.Pm2List;
import dev.reeve.pm2.RpcReply;
import dev.reeve.pm2.RpcRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// What each method of PM2's daemon does here. Names, arguments and results are as its client was
/// seen to use them.
final class RpcMethods implements RpcDoor.Methods {
  private static final Signal DEFAULT_SIGNAL = Signal.SIGUSR2;

  private final Supervisor supervisor;
  private final Commands commands;
  private final Bus bus;
  private final RpcActions actions;
  private final RpcNames names;
  private final IntConsumer farewell;
  private final Map<String, Method> methods = new LinkedHashMap<>();

  private record Method(
      List<String> parameters, BiConsumer<RpcRequest.Call, RpcDoor.Asker> handler) {}

  /// `farewell` is given the pid of whoever waits for a signal at the daemon's end.
  RpcMethods(Supervisor supervisor, Commands commands, Bus bus, IntConsumer farewell) {
    this.supervisor = supervisor;
    this.commands = commands;
    this.bus = bus;
    this.farewell = farewell;
    this.actions = new RpcActions(supervisor, commands, bus);
    this.names = new RpcNames(supervisor);
    addActions();
    addQuestions();
    addMessages();
    addEnds();
  }

  private void add(
      String name, String parameters, BiConsumer<RpcRequest.Call, RpcDoor.Asker> handler) {
    var names = parameters.isEmpty() ? List.<String>of() : List.of(parameters.split(" "));
    methods.put(name, new Method(names, handler));
  }

  private void addActions() {
    add("prepare", "env cb", actions::prepare);
    add("startProcessId", "id cb", onOne(byFirst(), actions::start));
    var worded = new Naming("%s : id unknown", RpcRequest.Call::first);
    add("stopProcessId", "id cb", onOne(worded, actions::stop));
    add("deleteProcessId", "id cb", onOne(worded, actions::delete));
    add("duplicateProcessId", "id cb", onOne(byFirst(), actions::duplicate));
    add("restartProcessId", "opts cb", onOne(byId("God db process id unknown"), actions::restart));
    add("reloadProcessId", "opts cb", onOne(byId("PM2 ID unknown"), actions::reload));
    var soft = byId("pm_id %1$s not available in %1$s");
    add("softReloadProcessId", "opts cb", onOne(soft, actions::reload));
    add("resetMetaProcessId", "id cb", onOne(byFirst(), this::reset));
    add("notifyByProcessId", "opts cb", this::notifyById);
    add("sendSignalToProcessId", "opts cb", onOne(byOption("process_id"), this::signal));
    add("sendSignalToProcessName", "opts cb", this::signalByName);
  }

  private void addQuestions() {
    add("getMonitorData", "env cb", (_, asker) -> list(asker));
    add("getSystemData", "env cb", (_, asker) -> result(asker, JsonObject.empty()));
    add("getVersion", "env cb", (_, asker) -> result(asker, RpcReply.PM2_VERSION));
    add("getReport", "arg cb", (_, asker) -> result(asker, report()));
    add("ping", "env cb", (_, asker) -> result(asker, JsonObject.empty().with("msg", "pong")));
    add("reloadLogs", "opts cb", (_, asker) -> ask(new Request.ReloadLogs(), asker));
    add("startWatch", "method value fn", (call, asker) -> turn(Turn.ON, call, asker));
    add("stopWatch", "method value fn", (call, asker) -> turn(Turn.OFF, call, asker));
    add("toggleWatch", "method value fn", (call, asker) -> turn(Turn.TOGGLE, call, asker));
    for (var name : List.of("monitor", "unmonitor")) {
      add(name, "pm_id cb", refusal("PM2's paid monitoring is not here"));
    }
    for (var name : List.of("profileCPU", "profileMEM")) {
      add(name, "", refusal("profiles are not here; use node --inspect"));
    }
  }

  private void addMessages() {
    var messages = new RpcMessages(supervisor, names);
    add("sendDataToProcessId", "packet cb", messages::packet);
    add("msgProcess", "cmd cb", messages::action);
    add("sendLineToStdin", "packet cb", messages::line);
  }

  private void addEnds() {
    add("notifyKillPM2", "", (_, asker) -> asker.end());
    add("killMe", "", (call, asker) -> kill((int) call.options().number("pid", 0), asker));
  }

  @Override
  public JsonObject all() {
    var parameters = new LinkedHashMap<String, List<String>>();
    methods.forEach((name, method) -> parameters.put(name, method.parameters));
    return RpcReply.methods(parameters);
  }

  @Override
  public void handle(RpcRequest.Call call, RpcDoor.Asker asker) {
    var method = methods.get(call.method());
    if (method == null) {
      asker.reply(RpcReply.unknownMethod(call.method()));
    } else {
      method.handler.accept(call, asker);
    }
  }

  /// Where a call names its instance, and what it is told when there is none: PM2's own words.
  private record Naming(String unknown, Function<RpcRequest.Call, @Nullable Object> place) {}

  private static Naming byFirst() {
    return new Naming("%s id unknown", RpcRequest.Call::first);
  }

  private static Naming byId(String unknown) {
    return new Naming(unknown, call -> call.options().value("id"));
  }

  private static Naming byOption(String key) {
    return new Naming("%s id unknown", call -> call.options().value(key));
  }

  /// What is done to the one instance that a call names.
  interface OnOne {
    void run(Supervised instance, JsonObject options, RpcDoor.Asker asker);
  }

  private BiConsumer<RpcRequest.Call, RpcDoor.Asker> onOne(Naming naming, OnOne action) {
    return (call, asker) -> {
      var id = naming.place.apply(call);
      names
          .find(id)
          .ifPresentOrElse(
              instance -> action.run(instance, call.options(), asker),
              () -> asker.reply(RpcReply.error(naming.unknown.formatted(id))));
    };
  }

  private static BiConsumer<RpcRequest.Call, RpcDoor.Asker> refusal(String sentence) {
    return (_, asker) -> asker.reply(RpcReply.error(sentence));
  }

  private static void result(RpcDoor.Asker asker, @Nullable Object value) {
    asker.reply(RpcReply.result(value));
  }

  private static JsonObject success() {
    return JsonObject.empty().with("success", true);
  }

  private void list(RpcDoor.Asker asker) {
    commands.handle(
        new Request.Pm2Listing(),
        new Answer.Own(reply ->
            asker.reply(
                reply instanceof Reply.Text(var json)
                    ? RpcReply.result(json)
                    : RpcReply.error(RpcActions.sentence(reply)))));
  }

  /// The client says by which method it acts, and on whom: a number or a name. It expects success.
  private void turn(Turn watch, RpcRequest.Call call, RpcDoor.Asker asker) {
    var whom = call.arguments().size() > 1 ? call.arguments().get(1) : call.first();
    var target = whom instanceof Long || whom instanceof String ? whom.toString() : "";
    boolean known =
        supervisor.all().stream()
            .anyMatch(each -> each.spec.name().equals(target) || each.id.toString().equals(target));
    if (known) {
      commands.handle(
          new Request.Adjust(List.of(target), new Adjustment(watch, null)),
          new Answer.Own(_ -> result(asker, success())));
    } else {
      result(asker, success());
    }
  }

  private void ask(Request request, RpcDoor.Asker asker) {
    commands.handle(
        request,
        new Answer.Own(reply ->
            asker.reply(
                reply instanceof Reply.Refused
                    ? RpcReply.error(RpcActions.sentence(reply))
                    : RpcReply.result(JsonObject.empty()))));
  }

  private void reset(Supervised instance, JsonObject options, RpcDoor.Asker asker) {
    supervisor.apply(instance, new Input.ResetCounts());
    list(asker);
  }

  /// PM2's client says itself what it has done, when it is done.
  private void notifyById(RpcRequest.Call call, RpcDoor.Asker asker) {
    var options = call.options();
    var instance = names.find(options.value("id"));
    if (instance.isEmpty()) {
      asker.reply(RpcReply.error("process id doesnt exists"));
      return;
    }
    bus.publishManual(options.text("action_name", "action"), instance.get());
    asker.reply(RpcReply.nothing());
  }

  private void signal(Supervised instance, JsonObject options, RpcDoor.Asker asker) {
    signalAll(List.of(instance), options, asker);
  }

  private void signalByName(RpcRequest.Call call, RpcDoor.Asker asker) {
    var chosen = names.named(call.options().text("process_name", ""));
    if (chosen.isEmpty()) {
      asker.reply(RpcReply.error("Unknown process name"));
    } else {
      signalAll(chosen, call.options(), asker);
    }
  }

  private void signalAll(List<Supervised> chosen, JsonObject options, RpcDoor.Asker asker) {
    // As for Node's own process.kill, a name or a number.
    var asked = options.value("signal");
    var word =
        asked instanceof Number number
            ? String.valueOf(number.longValue())
            : options.text("signal", DEFAULT_SIGNAL.name());
    var signal = Signal.parse(word);
    if (signal.isEmpty()) {
      asker.reply(RpcReply.error("Unknown signal: " + word));
      return;
    }
    var shapes = new ArrayList<JsonObject>();
    for (var each : chosen) {
      supervisor.runs().signalMain(each, signal.get());
      shapes.add(Pm2List.process(Snapshots.detail(each, List.of())));
    }
    result(asker, shapes);
  }

  private JsonObject report() {
    return JsonObject.empty()
        .with("pm2_version", RpcReply.PM2_VERSION)
        .with("node_version", "none")
        .with("node_path", "reeve")
        .with("argv0", "reeve")
        .with("argv", List.of("reeve", "daemon"))
        .with("uid", null)
        .with("gid", null)
        .with("env", JsonObject.empty())
        .with("managed_apps", supervisor.all().size())
        .with(
            "started_at",
            ProcessHandle.current()
                .info()
                .startInstant()
                .map(java.time.Instant::toEpochMilli)
                .orElse(0L));
  }

  /// The client waits for the signal, and has deleted all apps before.
  private void kill(int pid, RpcDoor.Asker asker) {
    asker.end();
    bus.publish(BusEvent.killed());
    farewell.accept(pid);
    commands.end(new Answer.Own(_ -> {}));
  }
}
