package dev.reeve.cli;

import dev.reeve.config.ConfigLoader;
import dev.reeve.config.DeployFile;
import dev.reeve.config.Deployment;
import dev.reeve.config.ShellWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// `deploy`: a git repository on other hosts, one host after the other. The first that fails ends
/// it: what comes after it in the list is as it was.
record DeployCommand(Session session, Arguments arguments) {
  private static final List<String> USUAL_FILES =
      Stream.concat(StartCommand.USUAL_FILES.stream(), Stream.of("pm2.config.js")).toList();

  /// What is done on one host; the exit code counts.
  private interface Work {
    int on(Ssh host) throws Failed;
  }

  int run() throws Failed {
    var words = new ArrayList<>(arguments.words());
    words.addAll(Objects.requireNonNullElse(arguments.afterDashes(), List.of()));
    var file =
        !words.isEmpty() && ConfigLoader.isEcosystemFile(words.getFirst())
            ? words.removeFirst()
            : usualFile();
    if (words.isEmpty()) {
      throw Failed.usage(
          "'deploy' needs to know the environment", "usage: " + arguments.command().usage());
    }
    var deployment = read(file, words.removeFirst());
    var what = words.isEmpty() ? "update" : words.removeFirst();
    boolean line = what.equals("exec") || what.equals("run");
    if (!line && words.size() > (what.equals("revert") ? 1 : 0)) {
      throw Failed.usage(
          "'" + words.getLast() + "' is one word too many", "quote a line for 'exec'");
    }
    return on(deployment, work(deployment, what, words));
  }

  private String usualFile() throws Failed {
    var file = StartCommand.usualFile(session.context().cwd(), USUAL_FILES);
    if (file != null) {
      return file;
    }
    throw Failed.usage(
        "'deploy' needs an ecosystem file, and there is no ecosystem.config.js here",
        "usage: " + arguments.command().usage());
  }

  private Deployment read(String file, String name) throws Failed {
    var read = DeployFile.read(file, name, session.loader().around());
    read.warnings().forEach(warning -> session.notices().warn(warning.sentence()));
    if (read.deployment() == null) {
      var problems = read.problems();
      problems
          .subList(1, problems.size())
          .forEach(each -> session.notices().error(each.sentence()));
      throw Failed.refused(problems.getFirst().sentence(), null);
    }
    return read.deployment();
  }

  private Work work(Deployment deployment, String what, List<String> words) throws Failed {
    var scripts = new DeployScripts(deployment);
    return switch (what) {
      case "setup" -> host -> setup(host, deployment);
      case "update" -> {
        before(deployment);
        yield host -> update(host, deployment);
      }
      case "revert" -> {
        int back = back(words);
        before(deployment);
        yield host -> update(host, deployment.at(commit(host, scripts, back)));
      }
      case "list" -> host -> list(host, scripts);
      case "curr", "current" -> host -> host.run(scripts.current(), session.out());
      case "prev", "previous" ->
          host -> {
            session.out().println(commit(host, scripts, 1));
            return Exits.DONE;
          };
      case "exec", "run" -> {
        var line = line(words);
        yield host -> host.run(scripts.within(line), session.out());
      }
      default -> {
        var chosen = deployment.at(ref(what));
        before(chosen);
        yield host -> update(host, chosen);
      }
    };
  }

  private static String ref(String word) throws Failed {
    if (!DeployFile.isWord(word)) {
      throw Failed.usage("'" + word + "' is no branch, tag or commit", "see 'deploy --help'");
    }
    return word;
  }

  private static String line(List<String> words) throws Failed {
    if (words.isEmpty()) {
      throw Failed.usage("'exec' needs a line for the host's shell", "exec 'npm run migrate'");
    }
    return String.join(" ", words);
  }

  private static int back(List<String> words) throws Failed {
    var written = words.isEmpty() ? "1" : words.getFirst();
    if (!written.matches("[1-9][0-9]{0,5}")) {
      throw Failed.usage("'revert' takes a number from 1", "'list' shows what there is");
    }
    return Integer.parseInt(written);
  }

  private int on(Deployment deployment, Work work) throws Failed {
    var env = session.context().env();
    for (var name : deployment.hosts()) {
      session.notices().say(deployment.name() + " on " + name);
      int code = work.on(new Ssh(name, deployment.sshOptions(), env));
      session.out().flush();
      if (code != 0) {
        int at = deployment.hosts().indexOf(name);
        var rest = deployment.hosts().subList(at + 1, deployment.hosts().size());
        throw Failed.refused(
            name + " failed with exit code " + code,
            rest.isEmpty() ? null : "nothing was done on " + String.join(", ", rest));
      }
    }
    return Exits.DONE;
  }

  private int setup(Ssh host, Deployment deployment) throws Failed {
    var scripts = new DeployScripts(deployment);
    int code = hook(host, "pre-setup", scripts.before(deployment.hook("pre-setup")), deployment);
    code = code == 0 ? host.run(scripts.setup(), session.out()) : code;
    return code == 0 ? hookWithin(host, "post-setup", deployment) : code;
  }

  private int update(Ssh host, Deployment deployment) throws Failed {
    var scripts = new DeployScripts(deployment);
    if (host.ask(scripts.isSetUp()).code() != 0) {
      session
          .notices()
          .error(
              deployment.path()
                  + " is not set up there, or can't be reached; 'deploy "
                  + deployment.name()
                  + " setup' does it");
      return 1;
    }
    int code = hookWithin(host, "pre-deploy", deployment);
    code = code == 0 ? host.run(scripts.update(), session.out()) : code;
    code = code == 0 ? hookWithin(host, "post-deploy", deployment) : code;
    if (code == 0) {
      session.notices().say(deployment.source().ref() + " is deployed");
    }
    return code;
  }

  private int hookWithin(Ssh host, String key, Deployment deployment) throws Failed {
    var line = deployment.hook(key);
    return hook(host, key, new DeployScripts(deployment).within(line), deployment);
  }

  private int hook(Ssh host, String key, String script, Deployment deployment) throws Failed {
    if (deployment.hook(key).isEmpty()) {
      return 0;
    }
    session.notices().say(key + ": " + deployment.hook(key));
    return host.run(script, session.out());
  }

  /// Before the first host, on this machine: once, however many hosts there are.
  private void before(Deployment deployment) throws Failed {
    if (!arguments.has("force")) {
      checkPushed(deployment);
    }
    var line = deployment.hook("pre-deploy-local");
    if (line.isEmpty()) {
      return;
    }
    session.notices().say("pre-deploy-local: " + line);
    var env = new LinkedHashMap<>(session.context().env());
    env.putAll(deployment.env());
    var there = "cd " + ShellWords.quoted(session.context().cwd().toString()) + " || exit 1\n";
    int code = Ssh.here(there + line, env, session.out());
    if (code != 0) {
      throw Failed.refused(
          "pre-deploy-local failed with exit code " + code, "nothing was done on any host");
    }
  }

  /// Hosts fetch from the repository: what is only here would not be deployed.
  private void checkPushed(Deployment deployment) throws Failed {
    var git = new Git(session.context().cwd().toString(), session.context().env());
    var remote = git.ask("remote", "get-url", "origin");
    if (!remote.ok() || !remote.text().equals(deployment.source().repo())) {
      return;
    }
    var ahead = git.ask("rev-list", "--count", "@{upstream}..HEAD");
    boolean changed = !git.told("status", "--porcelain", "--untracked-files=no").isEmpty();
    if (changed || (ahead.ok() && !ahead.text().equals("0"))) {
      throw Failed.refused(
          changed
              ? "there are changes here that are not committed"
              : "there are commits here that are not pushed",
          "hosts would not get them: push them, or deploy without them by --force");
    }
  }

  private static List<String> history(Ssh host, DeployScripts scripts) throws Failed {
    var said = host.ask(scripts.history());
    if (said.code() != 0) {
      throw Failed.refused(host.host() + " failed with exit code " + said.code(), null);
    }
    return said.text().lines().filter(line -> !line.isBlank()).toList().reversed();
  }

  private int list(Ssh host, DeployScripts scripts) throws Failed {
    var commits = history(host, scripts);
    for (int i = 0; i < commits.size(); i++) {
      session.out().println(i + "\t" + commits.get(i));
    }
    return Exits.DONE;
  }

  /// The one that was deployed so many deployments ago; what a host says is a commit and no option.
  private static String commit(Ssh host, DeployScripts scripts, int back) throws Failed {
    var commits = history(host, scripts);
    if (commits.size() <= back || !commits.get(back).matches("[0-9a-f]{7,64}")) {
      throw Failed.refused(
          host.host() + " knows of " + commits.size() + " deployments", "'list' shows them");
    }
    return commits.get(back);
  }
}
