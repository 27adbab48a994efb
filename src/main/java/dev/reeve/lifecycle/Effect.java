package dev.reeve.lifecycle;

/// Something to do to the outside, for the instance whose step ordered it.
public sealed interface Effect {
  /// Start a process; answer with [Input.Spawned], [Input.SpawnFailed] or [Input.Held] before any
  /// other input.
  record Spawn() implements Effect {}

  /// Give the run nothing new, and let it end what it has begun; answer with [Input.Drained].
  record Drain() implements Effect {}

  /// Do what is to be done before the run is asked to leave; answer with [Input.Parted].
  record Part() implements Effect {}

  /// Ask what there is of the run to leave, in the way that the app wants to be asked.
  record AskToLeave() implements Effect {}

  /// SIGKILL what there is of the run.
  record Kill() implements Effect {}

  /// Take the instance off the list.
  record Forget() implements Effect {}
}
