package dev.reeve.lifecycle;

import dev.reeve.model.Status;
import org.jspecify.annotations.Nullable;

/// What an instance is. A state that waits carries its deadline; nothing else is armed.
public sealed interface State {
  /// The deadline of a state that does not wait.
  long NEVER = Long.MAX_VALUE;

  /// No run, and none wanted.
  record Stopped() implements State {}

  /// No run, although one is wanted: it was given up, for a reason in a sentence.
  record Errored(String reason) implements State {}

  /// A spawn has been ordered; its result follows.
  record Spawning() implements State {}

  /// A spawn has been ordered, and waits for something else, as `why` says.
  record Held(String why) implements State {}

  /// The run has not said that it is ready.
  record Starting(Run run, long listenUntilNs) implements State {}

  /// The run has not said that it is ready in time; it still may.
  record Overdue(Run run) implements State {}

  /// The run serves. At `milestoneNs` it has lived long enough to be forgiven something.
  record Online(Run run, long milestoneNs) implements State {}

  /// The run gets nothing new any more, and ends what it has begun.
  record Draining(Run run, long untilNs) implements State {}

  /// The run will be asked to leave when something else is done, at `untilNs` at the latest.
  record Parting(Run run, Ending ending, long untilNs) implements State {}

  /// The run has been asked to leave.
  record Stopping(Run run, Ending ending, long killAtNs) implements State {}

  /// The run did not leave in time and is being killed.
  record Killing(Run run, Ending ending, long retryAtNs) implements State {}

  /// The main process is gone, others of the run are not.
  record Clearing(Ending ending, long killAtNs) implements State {}

  /// The next run is due at `untilNs`.
  record Waiting(long untilNs) implements State {}

  /// When [Input.DeadlinePassed] is due, or [#NEVER].
  default long deadlineNs() {
    return switch (this) {
      case Stopped _, Errored _, Spawning _, Held _, Overdue _ -> NEVER;
      case Starting(_, long untilNs) -> untilNs;
      case Online(_, long milestoneNs) -> milestoneNs;
      case Draining(_, long untilNs) -> untilNs;
      case Parting(_, _, long untilNs) -> untilNs;
      case Stopping(_, _, long killAtNs) -> killAtNs;
      case Killing(_, _, long retryAtNs) -> retryAtNs;
      case Clearing(_, long killAtNs) -> killAtNs;
      case Waiting(long untilNs) -> untilNs;
    };
  }

  /// The live main process, if there is one.
  default @Nullable Run run() {
    return switch (this) {
      case Stopped _, Errored _, Spawning _, Held _, Clearing _, Waiting _ -> null;
      case Starting(var run, _) -> run;
      case Overdue(var run) -> run;
      case Online(var run, _) -> run;
      case Draining(var run, _) -> run;
      case Parting(var run, _, _) -> run;
      case Stopping(var run, _, _) -> run;
      case Killing(var run, _, _) -> run;
    };
  }

  /// Whether it matters that the run shows that it is ready.
  default boolean awaitsReady() {
    return switch (this) {
      case Spawning _, Starting _, Overdue _ -> true;
      case Stopped _,
          Errored _,
          Held _,
          Online _,
          Draining _,
          Parting _,
          Stopping _,
          Killing _,
          Clearing _,
          Waiting _ ->
          false;
    };
  }

  /// Whether a run serves, or is on its way there.
  default boolean serves() {
    return switch (this) {
      case Starting _, Overdue _, Online _ -> true;
      case Stopped _,
          Errored _,
          Spawning _,
          Held _,
          Draining _,
          Parting _,
          Stopping _,
          Killing _,
          Clearing _,
          Waiting _ ->
          false;
    };
  }

  /// Whether a command that led here has been carried out, as far as it can be.
  default boolean settled() {
    return switch (this) {
      case Stopped _, Errored _, Overdue _, Online _, Waiting _ -> true;
      case Spawning _,
          Held _,
          Starting _,
          Draining _,
          Parting _,
          Stopping _,
          Killing _,
          Clearing _ ->
          false;
    };
  }

  /// PM2's word for it.
  default Status status() {
    return switch (this) {
      case Stopped _ -> Status.STOPPED;
      case Errored _ -> Status.ERRORED;
      case Spawning _, Held _, Starting _, Overdue _ -> Status.LAUNCHING;
      case Online _ -> Status.ONLINE;
      case Draining _, Parting _, Stopping _, Killing _, Clearing _ -> Status.STOPPING;
      case Waiting _ -> Status.WAITING_RESTART;
    };
  }
}
