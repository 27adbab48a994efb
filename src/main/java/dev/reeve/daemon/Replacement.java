package dev.reeve.daemon;

import dev.reeve.api.Reply;
import dev.reeve.lifecycle.Goal;
import dev.reeve.lifecycle.Input;
import dev.reeve.lifecycle.Proof;
import dev.reeve.loop.Deadlines;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Event;
import dev.reeve.model.StdStream;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// One instance's part of a reload: a new run is started beside the old one; when it has proven
/// itself it takes the place of the old one, which leaves; else it goes and the old one stays.
///
/// What has no run, or can have no second one beside it, is restarted in place.
final class Replacement {
  private static final int LAST_LINES = 10;

  private final Supervisor supervisor;
  private final Wish wish;
  private final Runnable wake = this::onTime;
  private final ArrayDeque<String> lastErrors = new ArrayDeque<>();
  private final Followers.Follower listener;
  private Phase phase = Phase.NEW;
  private @Nullable Supervised standIn;
  private Supervised.@Nullable LiveRun proven;
  private String reason = "";
  private boolean cancelled;

  /// An instance, and what it shall run from now on.
  record Wish(Supervised instance, AppSpec spec) {}

  private enum Phase {
    NEW,
    IN_PLACE,
    PROVING,
    /// The old run is on its way out.
    LEAVING,
    /// The new run is.
    FAILING,
    DONE,
    FAILED
  }

  Replacement(Supervisor supervisor, Wish wish) {
    this.supervisor = supervisor;
    this.wish = wish;
    this.listener =
        new Followers.Follower(
            (instance, stream) -> instance == standIn && stream == StdStream.ERR, this::onError);
  }

  private void onError(Event.Line line) {
    if (lastErrors.size() == LAST_LINES) {
      lastErrors.remove();
    }
    lastErrors.add(line.text());
  }

  boolean over() {
    return phase == Phase.DONE || phase == Phase.FAILED;
  }

  boolean failed() {
    return phase == Phase.FAILED || phase == Phase.FAILING;
  }

  /// A later command for the instance has the last word.
  void cancel() {
    cancelled = true;
  }

  Supervised instance() {
    return wish.instance;
  }

  /// Goes on as far as it can. `first`: no new run of the app has proven itself yet, so this one is
  /// looked at for longer.
  void advance(boolean first) {
    switch (phase) {
      case NEW -> begin();
      case IN_PLACE -> awaitInPlace();
      case PROVING -> prove(first);
      case LEAVING -> {
        if (!supervisor.holds(wish.instance)) {
          phase = Phase.DONE;
        }
      }
      case FAILING -> {
        if (standIn == null || !supervisor.holds(standIn)) {
          phase = Phase.FAILED;
        }
      }
      case DONE, FAILED -> {
        // Nothing is left to do.
      }
    }
  }

  /// The turn that it brings is all that is wanted.
  private void onTime() {}

  private void begin() {
    var old = wish.instance;
    if (cancelled || !supervisor.isListed(old) || old.core.goal() == Goal.GONE) {
      reason = "another command came in between";
      phase = Phase.FAILED;
      return;
    }
    boolean up = old.core.state().run() != null && old.core.goal() == Goal.UP;
    if (up && sharePorts(old)) {
      phase = Phase.PROVING;
      standIn = supervisor.addStandIn(old, wish.spec);
      supervisor.followers().add(listener);
      supervisor.apply(standIn, new Input.Start());
      return;
    }
    phase = Phase.IN_PLACE;
    if (!wish.spec.equals(old.spec)) {
      supervisor.respec(old, wish.spec);
    }
    supervisor.apply(old, new Input.Restart());
  }

  /// Two runs of it can listen at the same time.
  private boolean sharePorts(Supervised old) {
    return wish.spec.isCluster()
        ? old.spec.isCluster()
        : supervisor.sockets().areShared(old, wish.spec);
  }

  private void awaitInPlace() {
    var old = wish.instance;
    if (supervisor.holds(old) && !old.core.state().settled()) {
      return;
    }
    boolean up = supervisor.holds(old) && old.core.state().run() != null;
    proven = old.live;
    phase = up ? Phase.DONE : Phase.FAILED;
    reason = up ? "" : old.why;
  }

  private void prove(boolean first) {
    var newcomer = standIn;
    if (newcomer == null) {
      throw new IllegalStateException("nobody proves itself for " + wish);
    }
    if (!supervisor.isListed(wish.instance) || wish.instance.core.goal() != Goal.UP) {
      giveUp(newcomer, "it was stopped meanwhile");
      return;
    }
    var demand =
        new Proof.Demand(listens(wish.instance), listens(newcomer), first, newcomer.health());
    long nowNs = supervisor.loop().nowNs();
    switch (Proof.of(newcomer.core, newcomer.policy, demand, nowNs)) {
      case Proof.Given _ -> takeOver(newcomer);
      case Proof.Awaited(long atNs) -> supervisor.loop().arm(wake, atNs);
      case Proof.Failed(var why) -> giveUp(newcomer, why.isEmpty() ? newcomer.why : why);
    }
  }

  private static boolean listens(Supervised instance) {
    var live = instance.live;
    return live != null && live.link() != null && live.link().listening;
  }

  private void takeOver(Supervised newcomer) {
    phase = Phase.LEAVING;
    supervisor.loop().arm(wake, Deadlines.NEVER);
    proven = newcomer.live;
    supervisor.promote(newcomer);
  }

  private void giveUp(Supervised newcomer, String why) {
    reason = why;
    phase = Phase.FAILING;
    supervisor.apply(newcomer, new Input.Delete());
    // Its last words are told while it goes; nobody is told of them afterwards.
    supervisor.loop().arm(wake, Deadlines.NEVER);
  }

  private void end() {
    supervisor.followers().remove(listener);
    supervisor.loop().arm(wake, Deadlines.NEVER);
  }

  /// The daemon is ending, or the reload is: what is not proven by now will not be.
  void abandon(String why) {
    if (phase == Phase.PROVING && standIn != null) {
      giveUp(standIn, why);
    }
  }

  /// Why the new run is no good after all, or null: it had proven itself, and is gone.
  @Nullable String relapse() {
    if (proven == null || (phase != Phase.LEAVING && phase != Phase.DONE)) {
      return null;
    }
    var owner = proven.owner();
    boolean wanted = supervisor.isListed(owner) && owner.core.goal() == Goal.UP;
    boolean runs = owner.live != null && owner.live.mark().equals(proven.mark());
    var exit = owner.exit == null ? "" : ": " + owner.exit.sentence();
    return wanted && !runs ? "the new run has ended" + exit : null;
  }

  /// How it went; `relapse` if it went well at first.
  Reply.Outcome outcome(@Nullable String relapse) {
    end();
    var number = wish.instance.id;
    var name = wish.spec.name();
    if (phase == Phase.FAILED || relapse != null) {
      var why = relapse != null ? relapse : reason;
      var stays = standIn != null && relapse == null ? ", the old run stays" : "";
      return new Reply.Outcome(number, name, false, why + stays + lastWords());
    }
    return new Reply.Outcome(
        number, name, true, proven == null ? "reloaded" : "pid " + proven.pid());
  }

  private String lastWords() {
    return lastErrors.isEmpty() ? "" : "\n  " + String.join("\n  ", lastErrors);
  }
}
