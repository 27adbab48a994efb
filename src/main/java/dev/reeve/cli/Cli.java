package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import java.util.List;

/// The room's door: words → exit code. 0 done, 1 refused or failed, 2 wrong usage, 3 no daemon to
/// be had.
public final class Cli {
  private Cli() {}

  public static int run(String[] words, CliContext context) {
    int exit;
    try {
      exit = run(ArgumentParser.parse(words), context);
    } catch (Failed failed) {
      boolean silent = List.of(words).contains("-s") || List.of(words).contains("--silent");
      exit = told(failed, new Notices(context, silent));
    }
    context.streams().out().flush();
    context.streams().err().flush();
    return exit;
  }

  private static int run(Arguments arguments, CliContext context) {
    try (var session = new Session(context, arguments)) {
      return command(session, arguments);
    }
  }

  private static int command(Session session, Arguments arguments) {
    try {
      if (arguments.has("version")) {
        session.out().println(session.context().version());
        return Exits.DONE;
      }
      if (arguments.has("help") && !arguments.command().name().equals("help")) {
        session.print(HelpText.of(arguments.command(), session.context().program()));
        return Exits.DONE;
      }
      int exit = dispatch(session, arguments);
      return arguments.has("attach") ? new Attaching(session, arguments).follow(exit) : exit;
    } catch (Failed failed) {
      return told(failed, session.notices());
    } catch (NoAnswer none) {
      session.notices().error(none.sentence());
      return switch (none.why()) {
        case ABSENT, NOT_STARTED, BAD_HOME -> Exits.NO_DAEMON;
        case TIMED_OUT, BROKEN -> Exits.FAILED;
      };
    }
  }

  private static int told(Failed failed, Notices notices) {
    notices.error(failed.sentence());
    return failed.exitCode();
  }

  /// By name, so that a command loads no other's class.
  private static int dispatch(Session session, Arguments arguments) throws Failed, NoAnswer {
    return switch (arguments.command().name()) {
      case "start", "runtime", "dev" -> new StartCommand(session, arguments).run();
      case "stop" -> new StopCommand(session, arguments).run();
      case "restart" -> new RestartCommand(session, arguments).run();
      case "reload" -> new ReloadCommand(session, arguments).run();
      case "apply" -> new ApplyCommand(session, arguments).run();
      case "scale" -> new ScaleCommand(session, arguments).run();
      case "delete" -> new DeleteCommand(session, arguments).run();
      case "reset" -> new ResetCommand(session, arguments).run();
      case "sendSignal" -> new SendSignalCommand(session, arguments).run();
      case "trigger" -> new TriggerCommand(session, arguments).run();
      case "list" -> new ListCommand(session, arguments).run();
      case "jlist" -> new JlistCommand(session).run();
      case "prettylist" -> new PrettylistCommand(session).run();
      case "describe" -> new DescribeCommand(session, arguments).run();
      case "monit" -> new MonitCommand(session).run();
      case "env" -> new EnvCommand(session, arguments).run();
      case "pid" -> new PidCommand(session, arguments).run();
      case "id" -> new IdCommand(session, arguments).run();
      case "logs" -> new LogsCommand(session, arguments).run();
      case "flush" -> new FlushCommand(session, arguments).run();
      case "save" -> new SaveCommand(session, arguments).run();
      case "resurrect" -> new ResurrectCommand(session, arguments).run();
      case "cleardump" -> new CleardumpCommand(session).run();
      case "startup", "unstartup" -> new StartupCommand(session, arguments).run();
      case "doctor" -> new DoctorCommand(session, arguments).run();
      case "set", "multiset", "get", "conf", "unset" -> settings(session, arguments);
      case "export" -> new ExportCommand(session, arguments).run();
      case "logrotate" -> new LogrotateCommand(session, arguments).run();
      case "reloadLogs" -> new ReloadLogsCommand(session).run();
      case "ping" -> new PingCommand(session).run();
      case "kill" -> new KillCommand(session, arguments).run();
      case "update" -> new UpdateCommand(session).run();
      case "version" -> new VersionCommand(session).run();
      case "help" -> new HelpCommand(session, arguments).run();
      default -> RareCommands.run(session, arguments);
    };
  }

  private static int settings(Session session, Arguments arguments) throws Failed, NoAnswer {
    return switch (arguments.command().name()) {
      case "get", "conf" -> new GetCommand(session, arguments).run();
      case "unset" -> new UnsetCommand(session, arguments).run();
      default -> new SetCommand(session, arguments).run();
    };
  }
}
