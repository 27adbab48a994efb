package dev.reeve.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `git` in one folder. It asks nobody for a password: it fails.
record Git(String folder, Map<String, String> env) {
  Tool.Said ask(String... words) throws Failed {
    var all = new ArrayList<>(List.of("-C", folder));
    all.addAll(List.of(words));
    var quiet = new HashMap<>(env);
    quiet.put("GIT_TERMINAL_PROMPT", "0");
    quiet.put("LC_ALL", "C");
    return new Tool("git", "install it", quiet).run(null, all);
  }

  /// What it printed, of a command that must succeed.
  String told(String... words) throws Failed {
    var said = ask(words);
    if (!said.ok()) {
      throw Failed.refused(
          "'git "
              + String.join(" ", words)
              + "' failed in "
              + folder
              + ": "
              + said.text().lines().findFirst().orElse("exit code " + said.code()),
          "nothing was restarted");
    }
    return said.text();
  }
}
