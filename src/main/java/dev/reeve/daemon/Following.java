package dev.reeve.daemon;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.logs.LogFile;
import dev.reeve.model.StdStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Log lines for a client: where the past stands, and from the same moment on every line, without a
/// gap and without a repeat.
final class Following {
  private final Supervisor supervisor;

  Following(Supervisor supervisor) {
    this.supervisor = supervisor;
  }

  void begin(Request.Follow request, Answer answer) {
    switch (Targets.choose(request.targets(), supervisor.all())) {
      case Targets.Choice.Nothing(var message, var hint) ->
          answer.reply(new Reply.Refused(message, hint));
      case Targets.Choice.Chosen(var instances) -> {
        answer.reply(new Reply.Following(positions(instances, request)));
        follow(request, answer);
      }
    }
  }

  private static List<Reply.LogPosition> positions(
      List<Supervised> instances, Request.Follow request) {
    var positions = new ArrayList<Reply.LogPosition>();
    for (var instance : instances) {
      for (var stream : request.streams()) {
        add(instance, stream, fileOf(instance, stream), positions);
      }
    }
    return positions;
  }

  private static void add(
      Supervised instance,
      StdStream stream,
      @Nullable LogFile file,
      List<Reply.LogPosition> positions) {
    if (file != null && positions.stream().noneMatch(each -> each.path().equals(file.path()))) {
      positions.add(
          new Reply.LogPosition(
              instance.id, instance.spec.name(), stream, file.path(), file.size()));
    }
  }

  private static @Nullable LogFile fileOf(Supervised instance, StdStream stream) {
    return switch (stream) {
      case OUT -> instance.logs.out();
      case ERR -> instance.logs.error();
    };
  }

  /// Instances that come later are followed under the same words.
  private void follow(Request.Follow request, Answer answer) {
    var targets =
        request.targets().stream().map(word -> Targets.target(word, supervisor.all())).toList();
    var follower =
        new Followers.Follower(
            (instance, stream) ->
                request.streams().contains(stream)
                    && targets.stream().anyMatch(target -> Targets.matches(target, instance)),
            line ->
                answer.push(
                    new Push.Line(
                        line.id(), line.name(), line.stream(), line.text(), line.atMs())));
    supervisor.followers().add(follower);
    answer.whenGone(() -> supervisor.followers().remove(follower));
  }
}
