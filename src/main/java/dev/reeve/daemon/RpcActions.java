package dev.reeve.daemon;

import dev.reeve.api.Reply;
import dev.reeve.lifecycle.Input;
import dev.reeve.model.AppSpec;
import dev.reeve.model.JsonObject;
import dev.reeve.pm2.Pm2App;
import dev.reeve.pm2.Pm2List;
import dev.reeve.pm2.RpcReply;
import dev.reeve.pm2.RpcRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The methods of PM2's daemon that start and end apps. Each is answered when it is done.
final class RpcActions {
  /// Of a changed configuration: what is not a setting, or is handled apart.
  private static final Set<String> NO_SETTINGS =
      Set.of("env", "name", "namespace", "script", "username", "updateEnv", "km_link");

  private final Supervisor supervisor;
  private final Commands commands;
  private final Apps apps;
  private final Bus bus;

  RpcActions(Supervisor supervisor, Commands commands, Bus bus) {
    this.supervisor = supervisor;
    this.commands = commands;
    this.apps = new Apps(supervisor);
    this.bus = bus;
  }

  /// New instances of an app. The client has looked whether there are some already; if there are,
  /// it wants more.
  void prepare(RpcRequest.Call call, RpcDoor.Asker asker) {
    var spec = Pm2App.read(call.options(), supervisor.home());
    if (spec == null) {
      asker.reply(RpcReply.error("pm_exec_path is missing: there is nothing to run"));
      return;
    }
    var added = apps.add(spec, spec.instances().count());
    if (!spec.start().autostart()) {
      asker.reply(RpcReply.result(added.stream().map(RpcActions::shape).toList()));
      return;
    }
    carryOut(
        new Input.Start(),
        added,
        asker,
        _ -> {
          added.forEach(each -> bus.publishManual("start", each));
          return added.stream().map(RpcActions::shape).toList();
        });
  }

  void duplicate(Supervised instance, JsonObject options, RpcDoor.Asker asker) {
    var added = apps.add(instance.spec, 1);
    carryOut(
        new Input.Start(),
        added,
        asker,
        _ -> {
          bus.publishManual("start", added.getFirst());
          return shape(added.getFirst());
        });
  }

  void start(Supervised instance, JsonObject options, RpcDoor.Asker asker) {
    if (instance.core.state().run() != null) {
      asker.reply(RpcReply.error("process already online"));
      return;
    }
    carryOut(new Input.Start(), List.of(instance), asker, _ -> shape(instance));
  }

  void stop(Supervised instance, JsonObject options, RpcDoor.Asker asker) {
    carryOut(new Input.Stop(), List.of(instance), asker, _ -> shape(instance));
  }

  void delete(Supervised instance, JsonObject options, RpcDoor.Asker asker) {
    carryOut(new Input.Delete(), List.of(instance), asker, _ -> shape(instance));
  }

  void restart(Supervised instance, JsonObject options, RpcDoor.Asker asker) {
    var spec = changed(instance, options.object("env"));
    if (!spec.equals(instance.spec)) {
      supervisor.respec(instance, spec);
    }
    carryOut(new Input.Restart(), List.of(instance), asker, _ -> shape(instance));
  }

  /// Answered when the old run is gone; what can have no second run beside it is restarted.
  void reload(Supervised instance, JsonObject options, RpcDoor.Asker asker) {
    var spec = changed(instance, options.object("env"));
    commands.reload(
        List.of(new Replacement.Wish(instance, spec)),
        answer(asker, _ -> shape(supervisor.find(instance.id).orElse(instance))));
  }

  /// Settings that are given hold from this restart on, and with `updateEnv` the variables too.
  private AppSpec changed(Supervised instance, JsonObject env) {
    var given = env.object("current_conf");
    var present = Pm2List.environment(Snapshots.detail(instance, List.of()));
    var changes = JsonObject.empty();
    given
        .fields()
        .forEach((key, value) -> {
          boolean sameKind = !(present.value(key) instanceof Number) || value instanceof Number;
          if (value != null && sameKind && !NO_SETTINGS.contains(key)) {
            changes.with(key, value);
          }
        });
    var spec = instance.spec;
    if (!changes.fields().isEmpty()) {
      spec = Pm2App.changed(present, spec, changes, supervisor.home());
    }
    if (env.flag("updateEnv", given.flag("updateEnv", false))) {
      spec = spec.withEnvironment(renewed(spec, env, given.object("env")));
    }
    return spec;
  }

  /// What is not named stays, as it does with PM2.
  private static AppSpec.Environment renewed(AppSpec spec, JsonObject env, JsonObject own) {
    var newOwn = Pm2App.variables(own, spec.name());
    var callers = new LinkedHashMap<>(spec.environment().caller());
    callers.putAll(Pm2App.variables(env, spec.name()));
    newOwn.keySet().forEach(callers::remove);
    var owns = new LinkedHashMap<>(spec.environment().own());
    owns.putAll(newOwn);
    var old = spec.environment();
    return new AppSpec.Environment(callers, old.files(), owns, old.rules());
  }

  private void carryOut(
      Input input,
      List<Supervised> instances,
      RpcDoor.Asker asker,
      Function<Reply, Object> whenDone) {
    commands.carryOut(input, instances, answer(asker, whenDone));
  }

  private static Answer answer(RpcDoor.Asker asker, Function<Reply, Object> whenDone) {
    return new Answer.Own(reply ->
        asker.reply(
            worked(reply)
                ? RpcReply.result(whenDone.apply(reply))
                : RpcReply.error(sentence(reply))));
  }

  /// One that has crashed since is in the list for all to see; one that could not be done is not.
  private static boolean worked(Reply reply) {
    return reply instanceof Reply.Done(var outcomes)
        && outcomes.stream().anyMatch(Reply.Outcome::ok);
  }

  static String sentence(Reply reply) {
    return switch (reply) {
      case Reply.Done(var outcomes) ->
          outcomes.stream()
              .map(each -> each.name() + " " + each.message())
              .collect(Collectors.joining("; "));
      case Reply.Refused(var message, _) -> message;
      case Reply.Pong _,
          Reply.Views _,
          Reply.Details _,
          Reply.Text _,
          Reply.Saved _,
          Reply.Following _ ->
          reply.toString();
    };
  }

  /// PM2's client looks for the pid in either place.
  private static JsonObject shape(Supervised instance) {
    var shape = Pm2List.process(Snapshots.detail(instance, List.of()));
    return shape.with("process", JsonObject.empty().with("pid", shape.value("pid")));
  }
}
