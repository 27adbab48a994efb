package dev.reeve.cli;

import dev.reeve.boot.Checks;
import dev.reeve.boot.Finding;
import dev.reeve.boot.Host;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.term.Style;
import java.util.List;

/// `doctor`: what is wrong with this home and how to mend it. It starts no daemon and changes
/// nothing. The exit code is 1 when something must be mended.
record DoctorCommand(Session session, Arguments arguments) {
  private static final String CONTINUED = "  → ";

  int run() throws Failed {
    var service = new StartupCommand(session, arguments).facts();
    var findings = Checks.of(new Examination(session.context(), Host.here(), service).facts());
    if (arguments.has("json")) {
      session.out().println(Json.write(findings.stream().map(DoctorCommand::json).toList()));
    } else {
      show(findings);
    }
    boolean bad = findings.stream().anyMatch(each -> each.grade() == Finding.Grade.BAD);
    return bad ? Exits.FAILED : Exits.DONE;
  }

  private static JsonObject json(Finding finding) {
    return JsonObject.empty()
        .with("check", finding.check())
        .with("grade", finding.grade().word())
        .with("message", finding.message())
        .with("mend", finding.mend());
  }

  private void show(List<Finding> findings) {
    for (var finding : findings) {
      session
          .out()
          .println(sign(finding.grade()) + " " + finding.check() + ": " + finding.message());
      if (finding.mend() != null) {
        session.out().println(CONTINUED + finding.mend());
      }
    }
    long bad = findings.stream().filter(each -> each.grade() == Finding.Grade.BAD).count();
    session.notices().say(bad == 0 ? "nothing must be mended" : bad + " to be mended");
  }

  private String sign(Finding.Grade grade) {
    return switch (grade) {
      case GOOD -> session.paint().apply(Style.GREEN, "✓");
      case ADVICE -> session.paint().apply(Style.YELLOW, "!");
      case BAD -> session.paint().apply(Style.RED, "✗");
    };
  }
}
