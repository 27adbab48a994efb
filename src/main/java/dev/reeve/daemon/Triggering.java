package dev.reeve.daemon;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks apps to do what they have offered as an action, and waits for what each has to say.
final class Triggering implements Channels.Observer {
  private static final long PATIENCE_NS = Duration.ofSeconds(10).toNanos();

  private final Supervisor supervisor;
  private final List<Pending> pending = new ArrayList<>();

  Triggering(Supervisor supervisor) {
    this.supervisor = supervisor;
    supervisor.channels().observe(this);
  }

  /// One request, until all have answered or its time is over.
  private static final class Pending {
    final String action;
    final Answer answer;
    final Map<Supervised, Reply.@Nullable Outcome> outcomes = new LinkedHashMap<>();
    Runnable timer = () -> {};

    Pending(String action, Answer answer) {
      this.action = action;
      this.answer = answer;
    }

    boolean complete() {
      return !outcomes.containsValue(null);
    }
  }

  /// `chosen` are asked; those that can't be are said so at once.
  void begin(Request.Trigger request, List<Supervised> chosen, Answer answer) {
    var one = new Pending(request.action(), answer);
    for (var instance : chosen) {
      one.outcomes.put(instance, ask(instance, request));
    }
    pending.add(one);
    one.timer = () -> giveUp(one);
    supervisor.loop().arm(one.timer, supervisor.loop().nowNs() + PATIENCE_NS);
    settle(one);
  }

  /// What is known at once: null when the app has been asked.
  private Reply.@Nullable Outcome ask(Supervised instance, Request.Trigger request) {
    var offered =
        instance.telemetry.actions().stream()
            .map(each -> each.text("action_name", ""))
            .filter(name -> !name.isEmpty())
            .toList();
    if (!offered.contains(request.action())) {
      var there = offered.isEmpty() ? "none" : String.join(", ", offered);
      return outcome(instance, false, "has no action '" + request.action() + "'; it has " + there);
    }
    var message =
        request.parameter() == null
            ? request.action()
            : JsonObject.empty().with("msg", request.action()).with("opts", request.parameter());
    return supervisor.channels().send(instance, message)
        ? null
        : outcome(instance, false, "can't be reached: its message channel is gone");
  }

  @Override
  public boolean wantsLong() {
    return !pending.isEmpty();
  }

  @Override
  public void onMessage(Supervised instance, @Nullable Object message) {
    var json = JsonObject.of(message).orElse(null);
    if (json == null || !json.text("type", "").equals("axm:reply")) {
      return;
    }
    var data = json.object("data");
    for (var one : List.copyOf(pending)) {
      boolean meant = data.text("action_name", one.action).equals(one.action);
      if (meant && one.outcomes.containsKey(instance) && one.outcomes.get(instance) == null) {
        var value = data.value("return");
        var text = value instanceof String plain ? plain : Json.write(value);
        one.outcomes.put(instance, outcome(instance, true, text));
        settle(one);
      }
    }
  }

  private void giveUp(Pending one) {
    one.outcomes.replaceAll((instance, known) ->
        known != null ? known : outcome(instance, true, "was asked, and has not answered"));
    settle(one);
  }

  private void settle(Pending one) {
    if (one.complete() && pending.remove(one)) {
      supervisor.loop().arm(one.timer, dev.reeve.loop.Deadlines.NEVER);
      var outcomes = new ArrayList<Reply.Outcome>();
      one.outcomes
          .values()
          .forEach(each -> {
            if (each != null) {
              outcomes.add(each);
            }
          });
      one.answer.reply(new Reply.Done(outcomes));
    }
  }

  private static Reply.Outcome outcome(Supervised instance, boolean ok, String message) {
    return new Reply.Outcome(instance.id, instance.spec.name(), ok, message);
  }
}
