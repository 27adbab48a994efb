package dev.reeve.os;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A process to be: an absolute `executable`, `arguments` with the name first, its whole
/// environment, and the folder it starts in. `passed` are descriptors of ours, above all numbers
/// that a child gets, that it has as [#FIRST] and on. `channel`: after those it gets one end of a
/// socket pair, and as the next number the daemon's end as well: so the channel does not end with
/// the daemon, and the next one finds it there. So it does with `kept`, which come last and which
/// the child knows nothing of; their numbers are above all that a child gets, too. `input`: its
/// standard input is a pipe that it holds both ends of, so that it never ends, needs no descriptor
/// of ours, and is there for the next daemon too; else it is empty. `as` is who it is to be, null
/// for who we are. `tag`, if it is not 0, is a number that it and all its descendants have for
/// [Processes#tagOf].
public record Launch(
    String executable,
    List<String> arguments,
    Map<String, String> environment,
    String cwd,
    List<Integer> passed,
    boolean channel,
    List<Integer> kept,
    boolean input,
    @Nullable Credentials as,
    long tag) {
  /// The first descriptor after the standard ones.
  public static final int FIRST = 3;

  public Launch(
      String executable,
      List<String> arguments,
      Map<String, String> environment,
      String cwd,
      boolean channel) {
    this(executable, arguments, environment, cwd, List.of(), channel, List.of(), false, null, 0);
  }

  /// The same as another user; null: as we are.
  public Launch as(@Nullable Credentials other) {
    return new Launch(
        executable, arguments, environment, cwd, passed, channel, kept, input, other, tag);
  }

  /// The child's end of its channel, if it has one.
  public int channelNumber() {
    return FIRST + passed.size();
  }

  /// The highest number that it gets.
  public int highest() {
    return channelNumber() + (channel ? 1 : -1) + kept.size();
  }
}
