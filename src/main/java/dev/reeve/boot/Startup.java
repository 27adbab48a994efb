package dev.reeve.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Puts a unit into the system and takes it out again; either may be done twice. Without root it
/// only says what root must run. Returns exit codes: 0 done, 1 not done.
///
/// `data` takes what the user may copy (the unit, the command), `notice` all other sentences.
public record Startup(Host host, Consumer<String> data, Consumer<String> notice) {
  private static final int DONE = 0;
  private static final int NOT_DONE = 1;

  /// Shows the unit, writes it, and has systemd start it at boot.
  public int install(UnitFacts facts) {
    if (refused(facts) || handedToRoot("startup", facts)) {
      return NOT_DONE;
    }
    var file = host.unitFolder().resolve(facts.fileName());
    var text = Unit.text(facts);
    notice.accept("The unit " + file + ":");
    data.accept(text);
    try {
      notice.accept(SystemFile.write(file, text) ? "Written." : "It is there already, just so.");
    } catch (IOException failed) {
      notice.accept("It could not be written: " + failed);
      return NOT_DONE;
    }
    if (!host.systemdRuns()) {
      notice.accept(
          "systemd does not run here, so nothing is enabled. Where it does, run: "
              + "systemctl daemon-reload && systemctl enable "
              + facts.fileName());
      return DONE;
    }
    if (!systemctl("daemon-reload") || !systemctl("enable", facts.fileName())) {
      return NOT_DONE;
    }
    notice.accept("The saved list will come up with the machine; run 'save' to save the list.");
    return DONE;
  }

  /// Undoes [#install]. Running apps stay as they are.
  public int remove(UnitFacts facts) {
    if (refused(facts) || handedToRoot("unstartup", facts)) {
      return NOT_DONE;
    }
    var file = host.unitFolder().resolve(facts.fileName());
    if (!Files.exists(file)) {
      notice.accept("There is no " + file + "; nothing to remove.");
      return DONE;
    }
    if (host.systemdRuns() && !systemctl("disable", facts.fileName())) {
      return NOT_DONE;
    }
    try {
      Files.delete(file);
    } catch (IOException failed) {
      notice.accept("It could not be removed: " + failed);
      return NOT_DONE;
    }
    notice.accept("Removed " + file + ".");
    return !host.systemdRuns() || systemctl("daemon-reload") ? DONE : NOT_DONE;
  }

  private boolean refused(UnitFacts facts) {
    var problems = facts.problems();
    problems.forEach(problem -> notice.accept(problem.sentence()));
    return !problems.isEmpty();
  }

  /// PM2's own way: the exact command, to be copied. False when we are root.
  private boolean handedToRoot(String command, UnitFacts facts) {
    if (host.root()) {
      return false;
    }
    notice.accept("This needs root; copy and run:");
    var words = new StringBuilder(facts.asRoot());
    words
        .append(' ')
        .append(command)
        .append(" systemd -u ")
        .append(UnitFacts.shellWord(facts.user()));
    words.append(" --hp ").append(UnitFacts.shellWord(facts.userHome().toString()));
    words.append(" --service-name ").append(UnitFacts.shellWord(facts.service()));
    data.accept(words.toString());
    return true;
  }

  private boolean systemctl(String... words) {
    var command = new ArrayList<>(List.of("systemctl"));
    command.addAll(List.of(words));
    var code = host.runner().run(command);
    if (code != 0) {
      notice.accept("'" + String.join(" ", command) + "' failed with exit code " + code + ".");
    }
    return code == 0;
  }
}
