package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import dev.reeve.model.InstanceDetail;
import java.util.ArrayList;
import java.util.List;

/// `describe`: everything about each.
record DescribeCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    long now = session.context().nowMs().getAsLong();
    int room = session.context().terminal().columns();
    for (var detail : details(session, arguments.targets())) {
      session.print(DescribeScreen.lines(detail, now, room, session.paint()));
    }
    return Exits.DONE;
  }

  /// What the daemon knows about some; none is a failure.
  static List<InstanceDetail> details(Session session, List<String> words) throws Failed, NoAnswer {
    var targets = new ArrayList<String>();
    for (var word : words) {
      targets.add(Acting.checked(word));
    }
    var details = Loading.details(session, targets);
    if (details.isEmpty()) {
      throw Failed.refused(String.join(", ", words) + " doesn't exist", "see 'list'");
    }
    return details;
  }
}
