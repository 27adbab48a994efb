package dev.reeve.cli;

import java.util.List;
import java.util.Map;

/// Commands of PM2 that will not come, as something else does the same: what to do instead.
final class Instead {
  private static final String TRACES =
      "tracing is the app's own: install @opentelemetry/auto-instrumentations-node in its folder,"
          + " then --node-args '--require @opentelemetry/auto-instrumentations-node/register'";
  private static final String PUBLISHING = "npm makes packages and publishes them: 'npm publish'";

  private static final Map<String, String> HINTS =
      Map.ofEntries(
          Map.entry(
              "inspect",
              "'sendSignal SIGUSR1 <name>' opens the inspector of a Node program on 127.0.0.1:9229;"
                  + " chrome://inspect connects to it"),
          Map.entry(
              "profile:cpu",
              "the daemon is no Node program; --node-args --cpu-prof profiles an app"),
          Map.entry(
              "profile:mem",
              "the daemon is no Node program; --node-args --heapsnapshot-signal=SIGUSR2 and"
                  + " 'sendSignal SIGUSR2 <name>' write the heap of an app"),
          Map.entry("web", "nothing listens on a network here; 'jlist' prints the same as JSON"),
          Map.entry("install-otel", TRACES),
          Map.entry("uninstall-otel", TRACES),
          Map.entry("autoinstall", "run 'npm install' in the folder of the app"),
          Map.entry("module:generate", "any package with a bin or a main is one: 'npm init'"),
          Map.entry("package", PUBLISHING),
          Map.entry("publish", PUBLISHING),
          Map.entry("module:publish", PUBLISHING));

  private Instead() {}

  static List<String> words() {
    return HINTS.keySet().stream().sorted().toList();
  }

  static Failed of(String word) {
    return Failed.refused("'" + word + "' is not what Reeve does", HINTS.get(word));
  }
}
