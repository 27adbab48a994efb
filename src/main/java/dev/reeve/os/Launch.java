package dev.reeve.os;

import java.util.List;
import java.util.Map;

/// A process to be: an absolute `executable`, `arguments` with the name first, its whole
/// environment, and the folder it starts in. `channel`: it gets one end of a socket pair as its
/// descriptor [#CHANNEL].
public record Launch(
    String executable,
    List<String> arguments,
    Map<String, String> environment,
    String cwd,
    boolean channel) {
  /// The child's end of its channel.
  public static final int CHANNEL = 3;

  /// The daemon's end of the channel, open in the child as well: so the channel does not end with
  /// the daemon, and the next one finds it there.
  public static final int CHANNEL_KEPT = 4;
}
