package dev.reeve.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;

/// Puts a service into the system and takes it out again; either may be done twice. Without root it
/// only says what root must run. Returns exit codes: 0 done, 1 not done.
///
/// `data` takes what the user may copy (the file, the command), `notice` all other sentences.
public record Startup(Host host, InitSystem init, Consumer<String> data, Consumer<String> notice) {
  private static final int DONE = 0;
  private static final int NOT_DONE = 1;

  /// Shows the file, writes it, and has the init system start it at boot.
  public int install(UnitFacts facts) {
    if (refused(facts) || handedToAnother("startup", facts)) {
      return NOT_DONE;
    }
    var service = Service.of(init, facts, host);
    notice.accept("The file " + service.file() + ":");
    data.accept(service.text());
    try {
      boolean fresh = SystemFile.write(service.file(), service.text(), service.executable());
      notice.accept(fresh ? "Written." : "It is there already, just so.");
    } catch (IOException failed) {
      notice.accept("It could not be written: " + failed);
      return NOT_DONE;
    }
    var enable = service.commands().enable();
    if (!service.runs()) {
      notice.accept(
          init.word()
              + " does not run here, so nothing is enabled. Where it does, run: "
              + String.join(" && ", enable.stream().map(each -> String.join(" ", each)).toList()));
    } else if (!allRun(enable)) {
      return NOT_DONE;
    } else {
      notice.accept("The saved list will come up with the machine; run 'save' to save the list.");
    }
    return init == InitSystem.SYSTEMD_USER ? linger(facts) : DONE;
  }

  /// Without it, a user's manager ends with the last session and begins with the next.
  private int linger(UnitFacts facts) {
    if (Files.exists(host.top().resolve("var/lib/systemd/linger").resolve(facts.user()))) {
      return DONE;
    }
    notice.accept("It comes up without a session only if " + facts.user() + " may linger.");
    var enable = List.of("loginctl", "enable-linger", facts.user());
    if (InitSystem.SYSTEMD_USER.runsOn(host) && host.runner().run(enable) == 0) {
      notice.accept(facts.user() + " may linger now.");
      return DONE;
    }
    notice.accept("That needs root; copy and run:");
    data.accept("sudo " + String.join(" ", enable));
    return NOT_DONE;
  }

  /// Undoes [#install]. Running apps stay as they are, and so does the right to linger.
  public int remove(UnitFacts facts) {
    if (refused(facts) || handedToAnother("unstartup", facts)) {
      return NOT_DONE;
    }
    var service = Service.of(init, facts, host);
    if (!Files.exists(service.file())) {
      notice.accept("There is no " + service.file() + "; nothing to remove.");
      return DONE;
    }
    if (service.runs() && !allRun(service.commands().disable())) {
      return NOT_DONE;
    }
    try {
      Files.delete(service.file());
    } catch (IOException failed) {
      notice.accept("It could not be removed: " + failed);
      return NOT_DONE;
    }
    notice.accept("Removed " + service.file() + ".");
    return !service.runs() || allRun(service.commands().forget()) ? DONE : NOT_DONE;
  }

  private boolean refused(UnitFacts facts) {
    var problems = facts.problems(init);
    problems.forEach(problem -> notice.accept(problem.sentence()));
    return !problems.isEmpty();
  }

  /// PM2's own way: the exact command, to be copied. False when we are who can do it.
  private boolean handedToAnother(String command, UnitFacts facts) {
    boolean self = facts.user().equals(System.getProperty("user.name", ""));
    if (init.needsRoot() ? host.root() : self) {
      return false;
    }
    notice.accept(
        init.needsRoot()
            ? "This needs root; copy and run:"
            : "A unit of " + facts.user() + "'s own is that user's to install; as that user, run:");
    var words = new StringBuilder(init.needsRoot() ? facts.asRoot() : facts.asUser());
    words.append(' ').append(command).append(' ').append(init.word());
    words.append(" -u ").append(UnitFacts.shellWord(facts.user()));
    words.append(" --hp ").append(UnitFacts.shellWord(facts.userHome().toString()));
    words.append(" --service-name ").append(UnitFacts.shellWord(facts.service()));
    data.accept(words.toString());
    return true;
  }

  private boolean allRun(List<List<String>> commands) {
    for (var command : commands) {
      var code = host.runner().run(command);
      if (code != 0) {
        notice.accept("'" + String.join(" ", command) + "' failed with exit code " + code + ".");
        return false;
      }
    }
    return true;
  }
}
