package dev.reeve;

import dev.reeve.cli.Cli;
import dev.reeve.cli.CliContext;
import dev.reeve.daemon.Daemon;
import dev.reeve.model.Home;
import dev.reeve.monit.Monit;
import java.util.Arrays;
import java.util.List;

/// Picks the program; the only class that knows both sides.
public final class Main {
  /// An internal error, as `man 3 sysexits` numbers it.
  private static final int SOFTWARE = 70;

  private Main() {}

  public static void main(String[] args) {
    int code = run(args);
    var program = args.length > 0 ? args[0] : "";
    if (program.equals("daemon") || program.equals("train")) {
      System.exit(code);
    }
    // A command has nothing left to do, and an orderly end of the JVM takes longer than some.
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(code);
  }

  private static int run(String[] args) {
    if (!Build.ID.equals(System.getProperty("reeve.build", Build.ID))) {
      System.err.println(
          "reeve: the start-up cache is of another build (%s, not %s); delete the folder dist"
              .formatted(Build.ID, System.getProperty("reeve.build")));
      return SOFTWARE;
    }
    var program = args.length > 0 ? args[0] : "";
    return switch (program) {
      case "daemon" -> daemon(Arrays.asList(args));
      case "train" -> new Training(CliContext.here(Build.VERSION, Monit::run)).run();
      default -> Cli.run(args, CliContext.here(Build.VERSION, Monit::run));
    };
  }

  private static int daemon(List<String> args) {
    var env = System.getenv();
    var options =
        new Daemon.Options(
            Home.of(env, System.getProperty("reeve.name", "reeve")),
            env,
            Build.VERSION,
            Build.ID,
            args.contains(Daemon.FOREGROUND),
            args.contains("--resurrect"));
    var daemon = new Daemon(options, System.out);
    return args.contains(Daemon.SELF_TEST) ? daemon.testItself() : daemon.run();
  }
}
