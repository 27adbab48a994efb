package dev.reeve.daemon;

import dev.reeve.model.Event;
import dev.reeve.model.StdStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Who follows which lines. With nobody following, a line costs nothing.
final class Followers {
  private final List<Follower> followers = new ArrayList<>();

  /// A choice of streams and where their lines go.
  interface Choice {
    boolean wants(Supervised instance, StdStream stream);
  }

  record Follower(Choice choice, Consumer<Event.Line> sink) {}

  void add(Follower follower) {
    followers.add(follower);
  }

  void remove(Follower follower) {
    followers.remove(follower);
  }

  boolean want(Supervised instance, StdStream stream) {
    return !followers.isEmpty()
        && followers.stream().anyMatch(each -> each.choice.wants(instance, stream));
  }

  void line(Supervised instance, StdStream stream, String text, long wallMs) {
    var line = new Event.Line(instance.id, instance.spec.name(), stream, text, wallMs);
    // A copy: a follower that is gone leaves in the middle of its own line.
    for (var follower : List.copyOf(followers)) {
      if (follower.choice.wants(instance, stream)) {
        follower.sink.accept(line);
      }
    }
  }
}
