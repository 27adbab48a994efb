package dev.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.AppSpec;
import dev.reeve.model.InstanceId;
import dev.reeve.model.Signal;
import dev.reeve.model.StdStream;
import dev.reeve.model.TreeKill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FollowersTest {
  private final Followers followers = new Followers();
  private final Supervised instance =
      new Supervised(
          new InstanceId(0),
          0,
          spec(new AppSpec.Logs(null, null, null, false, AppSpec.LogType.RAW, null)),
          0);

  static AppSpec spec(AppSpec.Logs logs) {
    return new AppSpec(
        "app",
        "default",
        new AppSpec.Command("/bin/true", List.of(), "none", List.of(), "/"),
        new AppSpec.Instances(1, AppSpec.ExecMode.FORK, "NODE_APP_INSTANCE", null),
        new AppSpec.Environment(Map.of(), Map.of()),
        logs,
        new AppSpec.Start(true, false, Duration.ZERO),
        new AppSpec.Restart(true, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO, List.of(), 0),
        new AppSpec.Stop(Signal.SIGINT, Duration.ZERO, Duration.ZERO, TreeKill.ON, false),
        null);
  }

  /// A client that has hung up is found out by the line that is being sent to it.
  @Test
  void a_follower_may_leave_in_the_middle_of_a_line() {
    var heard = new ArrayList<String>();
    var leaver = new ArrayList<Followers.Follower>();
    leaver.add(new Followers.Follower((_, _) -> true, _ -> followers.remove(leaver.getFirst())));
    followers.add(leaver.getFirst());
    followers.add(new Followers.Follower((_, _) -> true, line -> heard.add(line.text())));
    followers.line(instance, StdStream.OUT, bytes("one"));
    followers.line(instance, StdStream.OUT, bytes("two"));
    assertThat(heard).containsExactly("one", "two");
  }

  private static Followers.Bytes bytes(String text) {
    var bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new Followers.Bytes(bytes, 0, bytes.length, 0);
  }
}
