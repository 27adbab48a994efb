package dev.reeve.monit;

import dev.reeve.model.InstanceId;
import org.jspecify.annotations.Nullable;

/// Something to do to the outside.
sealed interface Effect {
  /// Describe and follow this instance from now on, and no other.
  record Attend(@Nullable InstanceId id) implements Effect {}

  record Act(Action action, InstanceId id, String label) implements Effect {}

  /// Draw everything anew.
  record Redraw() implements Effect {}

  record Quit() implements Effect {}

  /// What can be done to an app. There is no request to reload yet: a reload is a restart.
  enum Action {
    RESTART("restart", "restarted"),
    STOP("stop", "stopped"),
    RELOAD("reload", "restarted, as there is no reload yet");

    private final String verb;
    private final String done;

    Action(String verb, String done) {
      this.verb = verb;
      this.done = done;
    }

    String verb() {
      return verb;
    }

    String done() {
      return done;
    }
  }
}
