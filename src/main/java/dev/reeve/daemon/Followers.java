package dev.reeve.daemon;

import dev.reeve.model.Event;
import dev.reeve.model.StdStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who follows which lines. With nobody following, a line costs nothing.
final class Followers {
  private final List<Follower> followers = new ArrayList<>();
  private @Nullable Console console;

  /// Takes all lines of all apps, and makes them wait when it is full: the output of a container.
  interface Console {
    void line(Supervised instance, StdStream stream, Bytes line);

    boolean full();
  }

  /// A part of an array that is lent for a call: a line that came at `wallMs`.
  static final class Bytes {
    final byte[] array;
    final int from;
    final int to;
    final long wallMs;

    Bytes(byte[] array, int from, int to, long wallMs) {
      this.array = array;
      this.from = from;
      this.to = to;
      this.wallMs = wallMs;
    }

    String text() {
      return new String(array, from, to - from, StandardCharsets.UTF_8);
    }
  }

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

  void showAt(Console other) {
    console = other;
  }

  boolean full() {
    return console != null && console.full();
  }

  boolean want(Supervised instance, StdStream stream) {
    return console != null
        || (!followers.isEmpty()
            && followers.stream().anyMatch(each -> each.choice.wants(instance, stream)));
  }

  void line(Supervised instance, StdStream stream, Bytes bytes) {
    if (console != null) {
      console.line(instance, stream, bytes);
    }
    if (followers.isEmpty()) {
      return;
    }
    var text = bytes.text();
    var line = new Event.Line(instance.id, instance.spec.name(), stream, text, bytes.wallMs);
    // A copy: a follower that is gone leaves in the middle of its own line.
    for (var follower : List.copyOf(followers)) {
      if (follower.choice.wants(instance, stream)) {
        follower.sink.accept(line);
      }
    }
  }
}
