package dev.reeve;

import dev.reeve.cli.Cli;
import dev.reeve.cli.CliContext;
import dev.reeve.cli.RuntimePlan;
import dev.reeve.daemon.Daemon;
import dev.reeve.daemon.RuntimeWish;
import dev.reeve.model.FileServing;
import dev.reeve.model.Home;
import dev.reeve.monit.Monit;
import dev.reeve.serve.FileServer;
import dev.reeve.store.Folders;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Picks the program; the only class that knows both sides.
public final class Main {
  /// An internal error, as `man 3 sysexits` numbers it.
  private static final int SOFTWARE = 70;

  private static final List<String> ENDING_IN_ORDER =
      List.of("daemon", "train", "runtime", "dev", "foreground", FileServing.PROGRAM);

  private Main() {}

  public static void main(String[] args) {
    int code = run(args);
    var program = args.length > 0 ? args[0] : "";
    if (ENDING_IN_ORDER.contains(program)) {
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
      case "runtime", "dev" -> runtime(args);
      case "foreground" -> runtime(Arrays.copyOfRange(args, 1, args.length));
      case FileServing.PROGRAM -> files(args);
      case "train" -> new Training(CliContext.here(Build.VERSION, Monit::run)).run();
      default -> Cli.run(args, CliContext.here(Build.VERSION, Monit::run));
    };
  }

  /// Serves a folder; `train <folder>` only shows the JVM what that takes.
  private static int files(String[] args) {
    return args.length > 2 && args[1].equals("train")
        ? FileServer.rehearse(Path.of(args[2]), System.err)
        : FileServer.run(System.getenv(), System.out, System.err);
  }

  /// Developing has a home of its own, unless there is one given: the usual one may be in use.
  private static Home homeOf(String program, Home usual, Map<String, String> env) {
    boolean given = env.containsKey("REEVE_HOME") || env.containsKey("PM2_HOME");
    return given || !program.equals("dev") ? usual : new Home(Path.of(usual.root() + "-dev"));
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
            args.contains("--resurrect"),
            null);
    var daemon = new Daemon(options, System.out);
    return args.contains(Daemon.SELF_TEST) ? daemon.testItself() : daemon.run();
  }

  /// The first process of a container: the daemon, and a command that starts the apps under it.
  private static int runtime(String[] args) {
    var context = CliContext.here(Build.VERSION, Monit::run);
    return switch (RuntimePlan.of(args, context)) {
      case RuntimePlan.Command _ -> Cli.run(args, context);
      case RuntimePlan.Wrong(int code) -> code;
      case RuntimePlan.Beside _ -> {
        int code = Cli.run(args, context);
        yield code == 0 ? Cli.run(new String[] {"logs"}, context) : code;
      }
      case RuntimePlan.Run(var words, var env, var wishes) -> {
        var home = Folders.firstUsable(homeOf(args[0], context.home(), env), env);
        var environment = new HashMap<>(env);
        environment.put("REEVE_HOME", home.root().toString());
        var wish =
            new RuntimeWish(
                words,
                environment,
                RuntimeWish.Look.valueOf(wishes.look()),
                RuntimeWish.ExitOn.valueOf(wishes.exitOn()),
                wishes.delay(),
                wishes.files());
        var options = new Daemon.Options(home, env, Build.VERSION, Build.ID, true, false, wish);
        yield new Daemon(options, System.err).run();
      }
    };
  }
}
