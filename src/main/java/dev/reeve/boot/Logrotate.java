package dev.reeve.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.function.Consumer;

/// Leaves a home's log files to the system's logrotate (`man 8 logrotate`). Files are moved away
/// and opened anew, not copied and emptied: that loses what is written in between. Without root it
/// only says what root must run. Returns exit codes: 0 done, 1 not done.
public record Logrotate(Path folder, boolean root, Consumer<String> data, Consumer<String> notice) {
  private static final int DONE = 0;
  private static final int NOT_DONE = 1;

  /// Shows the configuration and writes it.
  public int install(UnitFacts facts) {
    var problems = facts.problems();
    problems.forEach(problem -> notice.accept(problem.sentence()));
    if (!problems.isEmpty()) {
      return NOT_DONE;
    }
    if (!root) {
      notice.accept("This needs root; copy and run:");
      data.accept(
          facts.asRoot()
              + " logrotate -u "
              + UnitFacts.shellWord(facts.user())
              + " --hp "
              + UnitFacts.shellWord(facts.userHome().toString()));
      return NOT_DONE;
    }
    var file = folder.resolve(facts.service());
    var text = text(facts);
    notice.accept("The configuration " + file + ":");
    data.accept(text);
    try {
      notice.accept(
          SystemFile.write(file, text, false) ? "Written." : "It is there already, just so.");
    } catch (IOException failed) {
      notice.accept("It could not be written: " + failed);
      return NOT_DONE;
    }
    notice.accept(
        "So that files are not rotated twice, run 'uninstall pm2-logrotate' as the user.");
    return DONE;
  }

  /// The group that the user's own folder belongs to; the user's name is most often that of it.
  private static String group(UnitFacts facts) {
    try {
      var view = Files.readAttributes(facts.userHome(), PosixFileAttributes.class);
      return view.group().getName();
    } catch (IOException unreadable) {
      return facts.user();
    }
  }

  /// The launcher is called through `env`: logrotate's own environment names no home.
  static String text(UnitFacts facts) {
    var home = facts.home().root();
    return """
    %1$s %2$s {
        su %3$s %6$s
        weekly
        rotate 12
        missingok
        notifempty
        compress
        delaycompress
        nocreate
        sharedscripts
        postrotate
            env %4$s %5$s reloadLogs --silent
        endscript
    }
    """
        .formatted(
            quoted(home.resolve("pm2.log")),
            quoted(facts.home().logs().resolve("*.log")),
            facts.user(),
            UnitFacts.shellWord("REEVE_HOME=" + home),
            UnitFacts.shellWord(facts.launcher().toString()),
            group(facts));
  }

  private static String quoted(Path path) {
    return '"' + path.toString().replace("\"", "\\\"") + '"';
  }
}
