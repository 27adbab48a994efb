package dev.reeve.config;

import dev.reeve.model.Accounts;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Identity;
import dev.reeve.model.Problem;
import dev.reeve.model.Ready;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The last step: what the spec names is there, each miss one sentence with its remedy.
record Validation(Entry entry, Settings settings, Report report) {

  void check(AppSpec spec, Program program, Commands commands) {
    var cwd = spec.command().cwd();
    if (!Files.isDirectory(Path.of(cwd))) {
      problem("cwd", cwdMessage(cwd), "create it, or write the app's folder" + startsAt());
      return;
    }
    script(program, cwd);
    interpreter(program, commands);
    listen(spec, cwd);
    account(spec);
  }

  private void account(AppSpec spec) {
    var as = spec.command().as();
    if (as == null) {
      return;
    }
    var identity = Identity.ofThisProcess();
    switch (Accounts.ofMachine().resolve(as)) {
      case Accounts.Resolved.Unknown(boolean user, var message) ->
          problem(user ? "uid" : "gid", message, "see /etc/" + (user ? "passwd" : "group"));
      case Accounts.Resolved.Known known when !identity.mayBecome(known.uid(), known.gid()) ->
          problem(
              as.user() != null ? "uid" : "gid",
              "only root can run an app as somebody else, and this is user " + identity.uid(),
              "run the command as root, with a daemon of root's own, or leave it out");
      case Accounts.Resolved.Known _ -> {}
    }
    if (spec.start().isReadyBy(Ready.Kind.NOTIFY)) {
      problem(
          "ready",
          "an app that runs as another user can't reach the socket of \"notify\"",
          "let it show by http, tcp or log that it is ready");
    }
  }

  /// A path that was fine as it is written may not be so from `cwd`.
  private void listen(AppSpec spec, String cwd) {
    if (spec.start().listen().size() < settings.words("listen").size()) {
      problem("listen", "a path of it is longer than 107 bytes, seen from " + cwd, "shorten it");
    }
  }

  private String cwdMessage(String cwd) {
    return (Files.exists(Path.of(cwd)) ? "not a folder: " : "no such folder: ") + cwd;
  }

  private String startsAt() {
    return entry.file() == null ? "" : ", starting from " + entry.base();
  }

  private void script(Program program, String cwd) {
    var written = settings.text("script", "");
    var file = Path.of(program.script());
    if (Files.isDirectory(file)) {
      problem("script", "is a folder: " + file, "name a file in it");
    } else if (!program.found() && Program.isLine(written)) {
      problem("script", "a line for a shell, and bash is not on PATH", "install bash");
    } else if (!program.found()) {
      var where = written.contains("/") ? "" : ", and no such command is on PATH";
      problem(
          "script",
          "no such file: " + file + where,
          "build the app, or write the path as seen from cwd (" + cwd + ")");
    } else if (program.interpreter().equals(AppSpec.Command.NO_INTERPRETER)
        && !Files.isExecutable(file)) {
      problem(
          "script",
          file + " is not executable, and its ending names no interpreter",
          "run chmod +x on it, or set interpreter");
    }
  }

  private void interpreter(Program program, Commands commands) {
    var name = program.interpreter();
    if (name.equals(AppSpec.Command.NO_INTERPRETER) || commands.find(name) != null) {
      return;
    }
    if (name.contains("/")) {
      var file = Path.of(commands.cwd()).resolve(name).normalize();
      problem(
          "interpreter",
          "no executable file: " + file,
          "correct the path, or write the name of a command on PATH");
      return;
    }
    problem(
        "interpreter",
        "'"
            + name
            + "' is not in node_modules/.bin of "
            + commands.cwd()
            + " or a folder above it, nor on PATH",
        installing(name));
  }

  private static String installing(String name) {
    return switch (name) {
      case "bun", "tsx", "ts-node", "coffee", "deno" ->
          "install it there with 'npm install " + npmName(name) + "' or on the machine";
      default -> "install it on the machine, or set interpreter to one that is there";
    };
  }

  private static String npmName(String name) {
    return name.equals("coffee") ? "coffeescript" : name;
  }

  private void problem(String key, String message, @Nullable String hint) {
    report.problem(new Problem(entry.file(), entry.at(key), message, hint));
  }
}
