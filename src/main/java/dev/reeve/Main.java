package dev.reeve;

import dev.reeve.daemon.Daemon;
import dev.reeve.model.Home;
import java.util.Arrays;
import java.util.List;

/// Picks the program; the only class that knows both sides.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals("daemon")) {
      daemon(Arrays.asList(args));
    }
  }

  private static void daemon(List<String> args) {
    var env = System.getenv();
    var options =
        new Daemon.Options(
            Home.of(env, System.getProperty("reeve.name", "reeve")),
            env,
            Build.VERSION,
            Build.ID,
            args.contains("--foreground"),
            args.contains("--resurrect"));
    int code = new Daemon(options, System.out).run();
    if (code != 0) {
      System.exit(code);
    }
  }
}
