package dev.reeve.lifecycle;

import dev.reeve.model.Exit;

/// Something that happened to an instance.
public sealed interface Input {
  /// A command: let it run.
  record Start() implements Input {}

  /// A command: let it not run.
  record Stop() implements Input {}

  /// A command: replace its run, or start one.
  record Restart() implements Input {}

  /// Its files have changed, or its time has come: a run that began before `sinceNs` is replaced.
  record Renew(String why, long sinceNs) implements Input {}

  /// A command: let it not run, and forget it.
  record Delete() implements Input {}

  /// Another run has taken its place, or none is wanted in it: let it end what it has begun, then
  /// leave, and forget it.
  record Retire() implements Input {}

  /// The run has ended what it had begun.
  record Drained() implements Input {}

  /// It takes the place of a run that had been counted so far.
  record Promoted(Tally tally) implements Input {}

  /// A command: begin counting at 0.
  record ResetCounts() implements Input {}

  /// The ordered spawn gave a process.
  record Spawned(int pid) implements Input {}

  /// A run that another daemon had started was found alive.
  record Adopted(int pid, long startedNs) implements Input {}

  /// The ordered spawn gave none. `passing`: the machine was short of something, so a later try may
  /// do; else the app itself cannot be run, and the reason says what to mend.
  record SpawnFailed(String reason, boolean passing) implements Input {}

  /// The ordered spawn waits for something, as `why` says.
  record Held(String why) implements Input {}

  /// What the spawn waited for has come.
  record Released() implements Input {}

  /// What is to be done before a run starts has failed; a later try may do.
  record Unprepared(String reason) implements Input {}

  /// What was to be done before the run is asked to leave is done.
  record Parted() implements Input {}

  /// The run has answered well when it was asked.
  record Healthy() implements Input {}

  /// The run has failed to so often that it shall go. `ever`: it had answered well before.
  record Unhealthy(String reason, boolean ever) implements Input {}

  /// The main process ended. `alone`: nothing else of the run is left.
  record Exited(Exit exit, boolean alone) implements Input {}

  /// The last that was left of the run after its main process is gone.
  record Cleared() implements Input {}

  /// The run says that it is ready.
  record ReadySignalled() implements Input {}

  /// The memory of the run's whole tree.
  record MemorySampled(long bytes) implements Input {}

  /// The time that the state's deadline names has come.
  record DeadlinePassed() implements Input {}
}
