package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import dev.reeve.config.Flag;
import dev.reeve.config.Kind;
import dev.reeve.config.Option;
import java.util.List;

/// Commands that are typed once in a while: their rows in the command table, and their door.
final class RareCommands {
  private RareCommands() {}

  static void addTo(List<CommandSpec> all) {
    shell(all);
    input(all);
    files(all);
    telling(all);
    versions(all);
    serving(all);
    deploying(all);
    modules(all);
    moving(all);
  }

  static int run(Session session, Arguments arguments) throws Failed, NoAnswer {
    return switch (arguments.command().name()) {
      case "completion" -> new CompletionCommand(session, arguments).run();
      case "send" -> new SendCommand(session, arguments).run();
      case "attach" -> new Attaching(session, arguments).run();
      case "ecosystem" -> new EcosystemCommand(session, arguments).run();
      case "create" -> new CreateCommand(session, arguments).run();
      case "examples" -> new ExamplesCommand(session).run();
      case "report" -> new ReportCommand(session).run();
      case "slist" -> new SlistCommand(session).run();
      case "serve" -> new ServeCommand(session, arguments).run();
      case "deploy" -> new DeployCommand(session, arguments).run();
      case "install", "uninstall", "module:update" -> new InstallCommand(session, arguments).run();
      case "import" -> new ImportCommand(session, arguments).run();
      case "pull", "forward", "backward" -> new VersionsCommand(session, arguments).run();
      default -> throw new IllegalStateException("no class for " + arguments.command());
    };
  }

  private static void files(List<CommandSpec> all) {
    all.add(
        CommandSpec.of("ecosystem", "ecosystem [simple]", "an ecosystem file to begin with")
            .aliases("init")
            .details(
                "It is written to ecosystem.config.js in this folder. One that is there stays.\n")
            .examples("init simple")
            .options(CommandTable.FORCE));
    all.add(
        CommandSpec.of("create", "create [name] [folder]", "a small app to try things with")
            .details("Without a name it lists those that there are.\n")
            .examples("create http-server"));
  }

  private static void versions(List<CommandSpec> all) {
    all.add(
        CommandSpec.of(
                "pull", "pull <name> [commit]", "bring an app's git work tree up to date, reload")
            .details(
                """
                To the newest commit of the branch that it follows, or to one that is named. Changes
                that are not committed, and commits that are not upstream, are refused, not lost.
                """)
            .examples("pull api"));
    all.add(
        CommandSpec.of("forward", "forward <name>", "one commit on in its work tree, and reload")
            .examples("forward api"));
    all.add(
        CommandSpec.of(
                "backward", "backward <name>", "one commit back in its work tree, and reload")
            .examples("backward api"));
  }

  private static void serving(List<CommandSpec> all) {
    all.add(
        CommandSpec.of(
                "serve", "serve [options] [folder] [port]", "serve a folder's files over HTTP")
            .aliases("expose")
            .details(
                """
                An app of its own in the list, called static-page-server-<port>; the port is 8080
                unless you say otherwise. What is hidden, and links that lead out of the folder, are
                not served. A password is better set in PM2_SERVE_BASIC_AUTH_PASSWORD than written
                here.
                """)
            .examples("serve dist 3000 --spa", "serve . --ftp --host 127.0.0.1")
            .options(
                CommandTable.value("port", Kind.COUNT, "the port to listen on"),
                CommandTable.value("host", Kind.TEXT, "the address to listen on (0.0.0.0)"),
                CommandTable.toggle("spa", "index.html for every path that leads to nothing"),
                CommandTable.toggle("ftp", "list folders that have no index.html"),
                CommandTable.value("basic-auth-username", Kind.TEXT, "who may see it"),
                CommandTable.value("basic-auth-password", Kind.TEXT, "and by what password"),
                Option.of("monitor", Kind.ANY, "taken, without meaning here")
                    .flags(Flag.of("monitor", Flag.Takes.PERHAPS_ONE)),
                CommandTable.FORCE)
            .withAppOptions());
  }

  private static void deploying(List<CommandSpec> all) {
    all.add(
        CommandSpec.of(
                "deploy",
                "deploy [file] <environment> [command]",
                "put a git repository on other hosts, over ssh")
            .details(
                """
                Commands: setup, update (the usual), revert [n], list, current, previous, exec
                "<line>", or a branch, tag or commit to deploy. What and where is said by 'deploy'
                of the ecosystem file. The first host that fails ends it, with exit code 1. --force
                deploys though there is something here that was not pushed.
                """)
            .examples(
                "deploy production setup",
                "deploy ecosystem.config.js production",
                "deploy production revert 1",
                "deploy production exec 'npm run migrate'")
            .options(CommandTable.FORCE));
  }

  private static void moving(List<CommandSpec> all) {
    all.add(
        CommandSpec.of("import", "import [--from <folder>] [--dry-run]", "take over what PM2 runs")
            .details(
                """
                The list that 'pm2 save' has written in ~/.pm2, or in the home that is named, the
                settings of modules, and modules. Apps that were stopped stay so. Log files go
                to our home; nothing of PM2's is changed. While PM2 runs there, nothing is done.
                """)
            .examples("import --dry-run", "import --from /home/node/.pm2")
            .options(
                CommandTable.value("from", Kind.PATH, "the home of PM2"),
                CommandTable.toggle("dry-run", "show what would be done, and do nothing")));
  }

  private static void modules(List<CommandSpec> all) {
    all.add(
        CommandSpec.of(
                "install",
                "install <name[@version]|folder|tarball|git url>",
                "an npm package that runs beside the apps")
            .aliases("module:install")
            .details(
                """
                npm puts it under modules/ of the home. It starts with each daemon, has a table of
                its own in 'list', and 'all' and 'save' leave it out. What is set of it (see 'set')
                it finds in its environment. A folder is run where it is, and watched. If it can't
                be started, the version before is back. pm2-logrotate is built in: it is turned on.
                """)
            .examples("install pm2-server-monit", "install ./my-module", "install pm2-logrotate")
            .options(
                CommandTable.toggle("install", "npm installs first what a folder depends on"),
                CommandTable.toggle("tarball", "taken, without meaning here: it is seen"),
                CommandTable.toggle("safe", "taken, without meaning here: it always is")));
    all.add(
        CommandSpec.of("uninstall", "uninstall <name|all>", "end a module and remove it")
            .aliases("module:uninstall")
            .details("What was set of it stays. pm2-logrotate is built in: it is turned off.\n")
            .examples("uninstall pm2-server-monit", "uninstall pm2-logrotate"));
    all.add(
        CommandSpec.of("module:update", "module:update <name>", "the newest version of a module")
            .details("From where it was installed from.\n")
            .examples("module:update pm2-server-monit"));
  }

  private static void telling(List<CommandSpec> all) {
    all.add(
        CommandSpec.of("examples", "examples", "what people do most, a line each")
            .examples("examples"));
    all.add(
        CommandSpec.of("report", "report", "what someone who helps wants to know")
            .details(
                """
                Versions, the machine, the apps, and the end of the daemon's log. No environment and
                no argument of an app is in it. No daemon is started for it.
                """)
            .examples("report"));
    all.add(
        CommandSpec.of("slist", "slist", "processors, memory and network of the machine")
            .aliases("sysinfos")
            .details("In the notation of 'prettylist'; rates are measured for 0.2 s.\n")
            .examples("slist")
            .options(CommandTable.toggle("tree", "t", "taken, without meaning here")));
  }

  private static void input(List<CommandSpec> all) {
    all.add(
        CommandSpec.of("send", "send <name|id> <line>", "send a line to an app's standard input")
            .details("It must be in fork mode. A line has at most 4095 bytes.\n")
            .examples("send api reload-config"));
    all.add(
        CommandSpec.of("attach", "attach <name|id>", "this terminal as an app's own")
            .details(
                """
                Each line that is typed goes to the app's standard input, what the app writes is
                shown. Ctrl-C detaches: the app runs on.
                """)
            .examples("attach api"));
  }

  private static void shell(List<CommandSpec> all) {
    all.add(
        CommandSpec.of(
                "completion",
                "completion [bash|zsh|fish|install]",
                "the script by which a shell completes what is typed")
            .details(
                """
                It completes commands, options, names of apps that are in the list at that moment,
                and files. Without a word the script is that of the shell that $SHELL names.
                With 'install' it is appended to that shell's own file, once. No daemon is started
                for it.
                """)
            .examples("completion install", "completion bash >> ~/.bashrc"));
  }
}
