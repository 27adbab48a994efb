package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Json;
import dev.reeve.model.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a daemon with one app, `api`, answers to each request.
final class Usual {
  private Usual() {}

  static Reply reply(Request request) {
    return switch (request) {
      case Request.Ping _ -> new Reply.Pong("0.1.0", "b", 1, "/h", 0);
      case Request.Listing _ ->
          new Reply.Views(List.of(Console.view(0, "api", Status.ONLINE, null)));
      case Request.Pm2Listing _ ->
          new Reply.Text(new Json.Written("[{\"name\":\"api\",\"pm2_env\":{\"args\":[]}}]"));
      case Request.Describe(var targets) ->
          targets.equals(List.of("none"))
              ? new Reply.Refused("none doesn't exist", "see 'list'")
              : new Reply.Details(
                  List.of(Console.detail(Console.view(0, "api", Status.ONLINE, null))));
      case Request.Start(var specs, boolean _) -> done(specs);
      case Request.Rollout(var specs, int _) -> done(specs);
      case Request.Save _ -> new Reply.Saved("/h/dump.pm2", 1);
      case Request.Settings _, Request.Configure _, Request.Preset _ ->
          new Reply.Text(Map.of("pm2-logrotate", Map.of("max_size", "10M")));
      case Request.Follow _ -> new Reply.Following(List.of());
      case Request.Update _ -> new Reply.Text(Map.of("version", "0.1.0", "build", "b"));
      case Request.Resume _,
          Request.Stop _,
          Request.Restart _,
          Request.Reload _,
          Request.Scale _,
          Request.Delete _,
          Request.Adjust _,
          Request.Respec _,
          Request.Reset _,
          Request.SendSignal _,
          Request.SendInput _,
          Request.Trigger _,
          Request.Flush _,
          Request.Resurrect _,
          Request.Import _,
          Request.ReloadLogs _,
          Request.Kill _ ->
          new Reply.Done(List.of(Console.outcome(0, "api", true, "")));
    };
  }

  private static Reply done(List<AppSpec> specs) {
    var outcomes = new ArrayList<Reply.Outcome>();
    for (var spec : specs) {
      outcomes.add(Console.outcome(outcomes.size(), spec.name(), true, ""));
    }
    return new Reply.Done(outcomes);
  }

  /// Whether the connection ends with the answer.
  static boolean ends(Request request) {
    return request instanceof Request.Kill || request instanceof Request.Update;
  }
}
