package dev.reeve.daemon;

import dev.reeve.model.JsonObject;
import dev.reeve.model.Status;
import dev.reeve.pm2.RpcReply;
import dev.reeve.pm2.RpcRequest;
import dev.reeve.pm2.Truth;
import org.jspecify.annotations.Nullable;

/// What PM2's client has to say to apps, sent over their message channel.
final class RpcMessages {
  private final Supervisor supervisor;
  private final RpcNames names;

  RpcMessages(Supervisor supervisor, RpcNames names) {
    this.supervisor = supervisor;
    this.names = names;
  }

  /// A packet to one app, which gets all of it.
  void packet(RpcRequest.Call call, RpcDoor.Asker asker) {
    var packet = call.options();
    var fields = packet.fields();
    if (!fields.containsKey("id")
        || !fields.containsKey("data")
        || !Truth.of(packet.value("topic"))) {
      asker.reply(RpcReply.error("ID, DATA or TOPIC field is missing"));
      return;
    }
    var instance = listening(packet.value("id"), asker);
    if (instance != null) {
      answer(deaf(instance, packet), success().with("data", packet), asker);
    }
  }

  /// A line for standard input; what PM2 refuses is refused in its words.
  void line(RpcRequest.Call call, RpcDoor.Asker asker) {
    var packet = call.options();
    if (!packet.fields().containsKey("pm_id") || !Truth.of(packet.value("line"))) {
      asker.reply(RpcReply.error("pm_id or line field missing"));
      return;
    }
    var instance = listening(packet.value("pm_id"), asker);
    if (instance != null && instance.spec.isCluster()) {
      asker.reply(RpcReply.error("Cannot send line to processes in cluster mode"));
    } else if (instance != null) {
      var line = String.valueOf(packet.value("line"));
      answer(new StandardInput(supervisor.kernel()).refusal(instance, line), packet, asker);
    }
  }

  /// The app of that number, if it is up; if not, the asker has been told.
  private @Nullable Supervised listening(@Nullable Object id, RpcDoor.Asker asker) {
    var instance = names.find(id).orElse(null);
    if (instance == null) {
      asker.reply(RpcReply.error("Process with ID <%s> unknown.".formatted(id)));
      return null;
    }
    var status = instance.core.state().status();
    if (status != Status.ONLINE && status != Status.LAUNCHING) {
      asker.reply(RpcReply.error("Process with ID <%s> offline.".formatted(id)));
      return null;
    }
    return instance;
  }

  /// An action that apps have offered: asked of one by its number, which wins, or of all of a name
  /// that offer it.
  void action(RpcRequest.Call call, RpcDoor.Asker asker) {
    var command = call.options();
    var name = command.textOrNull("name");
    if (command.fields().containsKey("id")) {
      byId(command, asker);
    } else if (name != null) {
      long asked =
          names.among(name).stream()
              .filter(each -> offers(each, action(command)))
              .filter(each -> deaf(each, message(command)) == null)
              .count();
      asker.reply(RpcReply.result(counted(asked)));
    } else {
      asker.reply(RpcReply.error("method requires name or id field"));
    }
  }

  private void byId(JsonObject command, RpcDoor.Asker asker) {
    var id = command.value("id");
    var instance = names.find(id).orElse(null);
    if (instance == null) {
      asker.reply(RpcReply.error(id + " id unknown"));
    } else if (!offers(instance, action(command))) {
      asker.reply(
          RpcReply.error(
              "Action doesn't exist %s for %s".formatted(action(command), instance.spec.name())));
    } else {
      answer(deaf(instance, message(command)), counted(1), asker);
    }
  }

  private static String action(JsonObject command) {
    return command.has("msg") ? String.valueOf(command.value("msg")) : "undefined";
  }

  private static boolean offers(Supervised instance, String action) {
    return instance.told().actions().stream()
        .anyMatch(each -> action.equals(each.textOrNull("action_name")));
  }

  /// Just the word, or all of the command when there is more to say.
  private static Object message(JsonObject command) {
    return command.has("opts") ? command : action(command);
  }

  /// Sends it: why it will not be heard, or null. A program without a channel hears nothing; that
  /// is no fault to PM2, whose client may be talking to all.
  private @Nullable String deaf(Supervised instance, Object message) {
    var live = instance.live;
    boolean sent = supervisor.channels().send(instance, message);
    boolean hears = sent || live == null || live.link() == null;
    return hears ? null : "%s does not hear: its message channel is closed".formatted(instance);
  }

  /// What has happened to the channel is in the log before the asker hears of it.
  private void answer(@Nullable String refusal, JsonObject result, RpcDoor.Asker asker) {
    supervisor.log().flush();
    asker.reply(refusal == null ? RpcReply.result(result) : RpcReply.error(refusal));
  }

  private static JsonObject success() {
    return JsonObject.empty().with("success", true);
  }

  private static JsonObject counted(long asked) {
    return JsonObject.empty().with("process_count", asked).with("success", true);
  }
}
