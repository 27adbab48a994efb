package dev.reeve.api;

import dev.reeve.model.Adjustment;
import dev.reeve.model.AppSpec;
import dev.reeve.model.FreshEnv;
import dev.reeve.model.JsonObject;
import dev.reeve.model.StdStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a client asks of the daemon. `targets` are words as [dev.reeve.model.Target] reads them.
public sealed interface Request {
  /// Are you there, and who are you? → [Reply.Pong]
  record Ping() implements Request {}

  /// Every instance → [Reply.Views]
  record Listing() implements Request {}

  /// Every instance in the shape of PM2's `jlist` → [Reply.Text]
  record Pm2Listing() implements Request {}

  /// Everything about some → [Reply.Details]
  record Describe(List<String> targets) implements Request {}

  /// Start apps. One that is known already (namespace and name) gets the new spec and is restarted;
  /// without `restartKnown` it is refused. → [Reply.Done] when all have settled, with
  /// [Push.Progress]
  record Start(List<AppSpec> specs, boolean restartKnown) implements Request {}

  /// Start instances that are known and down → [Reply.Done]
  record Resume(List<String> targets) implements Request {}

  /// → [Reply.Done] when all are down
  record Stop(List<String> targets) implements Request {}

  /// `env`, if given, replaces the layers of the environment that are the caller's and the files'.
  /// → [Reply.Done]
  record Restart(List<String> targets, @Nullable FreshEnv env) implements Request {}

  /// Replace the runs of some, one instance after the other, or `parallel` at a time: a new run is
  /// started beside the old one, which leaves when the new one has proven itself. What can have no
  /// second run beside it is restarted. With the first failure it ends; the outcome of each says
  /// so. `env` as for [Restart]. → [Reply.Done], with [Push.Progress]
  record Reload(List<String> targets, @Nullable FreshEnv env, int parallel) implements Request {}

  /// The same for apps of a file: each gets its new spec by it, and as many instances as it asks
  /// for; one that is not known is started. → [Reply.Done], with [Push.Progress]
  record Rollout(List<AppSpec> specs, int parallel) implements Request {}

  /// Have `amount` instances of an app, or so many more (`+2`) or fewer (`-2`). → [Reply.Done]
  record Scale(String name, String amount) implements Request {}

  /// Stop and forget → [Reply.Done]
  record Delete(List<String> targets) implements Request {}

  /// Set the restart counts to 0 → [Reply.Done]
  record Reset(List<String> targets) implements Request {}

  /// Change when the runs of apps are replaced; it holds at once, for all instances of an app →
  /// [Reply.Done]
  record Adjust(List<String> targets, Adjustment adjustment) implements Request {}

  /// The n-th of the instances that are named by their numbers is as the n-th spec says from its
  /// next run on; one that is not there is left out. → [Reply.Done]
  record Respec(List<String> targets, List<AppSpec> specs) implements Request {}

  /// Send a signal to the main process of each → [Reply.Done]
  record SendSignal(String signal, List<String> targets) implements Request {}

  /// Write to the standard input of each: all of it, or nothing where it has no room → [Reply.Done]
  record SendInput(String text, List<String> targets) implements Request {}

  /// Ask apps to do an action that they have offered over their message channel; `parameter` may be
  /// null → [Reply.Done] with what each answered
  record Trigger(String action, @Nullable String parameter, List<String> targets)
      implements Request {}

  /// Empty the log files → [Reply.Done]
  record Flush(List<String> targets) implements Request {}

  /// Write the saved list; an empty list replaces one that is not only with `force`. →
  /// [Reply.Saved]
  record Save(boolean force) implements Request {}

  /// Bring back what the saved list holds and is not there → [Reply.Done]
  record Resurrect() implements Request {}

  /// Bring back what PM2's client has saved, as it describes apps, and is not there → [Reply.Done]
  record Import(List<JsonObject> apps) implements Request {}

  /// Follow the log lines of some, and of instances that come later under the same words →
  /// [Reply.Following], then a [Push.Line] each
  record Follow(List<String> targets, Set<StdStream> streams) implements Request {}

  /// The settings of modules in effect, module → key → value → [Reply.Text]
  record Settings() implements Request {}

  /// Set and, with null, unset `module:key`, `key`, or a whole `module`. All or nothing. →
  /// [Reply.Text], the settings then
  record Configure(Map<String, @Nullable String> changes) implements Request {}

  /// Settings that a module comes with: they hold where nobody has set others → [Reply.Text], the
  /// settings then
  record Preset(String module, JsonObject settings) implements Request {}

  /// Open every log file anew, for who has moved them away → [Reply.Done]
  record ReloadLogs() implements Request {}

  /// Become another version of Reeve under the same pid, while the apps run on. `launcher` is the
  /// program that starts that version; it must pass its own test. → [Reply.Text], its `version` and
  /// `build`, then the connection closes
  record Update(String launcher) implements Request {}

  /// Stop everything, or with `keepApps` nothing, and end the daemon → [Reply.Done], then the
  /// connection closes
  record Kill(boolean keepApps) implements Request {}
}
