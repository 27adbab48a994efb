package dev.reeve.os;

import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// Doing something for a user with no more rights than that user has.
public interface Rights {
  /// Runs a task in the calling thread, in which files and sockets are made, opened, renamed and
  /// removed with the rights of a user (`man 2 setfsuid`): what the task comes to, or `-errno` when
  /// the rights could not be changed; then it has not run. Null, or a user who is root or is not
  /// told (-1): with our own. So it is when we are not root ourselves: then there are none to lay
  /// down.
  ///
  /// The task makes system calls and little else: a thread that it starts, and a class that it is
  /// the first to load, would be that user's, too. It may be nested; the innermost user counts.
  int actingAs(@Nullable Credentials user, IntSupplier task);
}
