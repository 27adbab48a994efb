package dev.reeve.cli;

import dev.reeve.config.Deployment;
import dev.reeve.config.ShellWords;
import java.util.Map;

/// What the shells of hosts are told, as text. All that comes from the file is quoted, but for the
/// hooks, which are lines for a shell; each is run by the user's own, as they may need what that
/// one sets up.
record DeployScripts(Deployment deployment) {

  static String exports(Map<String, String> env) {
    var lines = new StringBuilder();
    env.forEach((name, value) ->
        lines
            .append("export ")
            .append(name)
            .append('=')
            .append(ShellWords.quoted(value))
            .append('\n'));
    return lines.toString();
  }

  private String begin() {
    return "r_path="
        + ShellWords.quoted(deployment.path())
        + "\ncase $r_path in /*) ;; *) r_path=$PWD/$r_path ;; esac\n";
  }

  private String ref() {
    return ShellWords.quoted(deployment.source().ref());
  }

  /// In the user's own folder, before there is another.
  String before(String line) {
    return exports(deployment.env()) + line + "\n";
  }

  /// In the work tree, with `SHARED` as the folder that deployments leave alone.
  String within(String line) {
    return begin()
        + "cd \"$r_path/current\" || exit 1\n"
        + "SHARED=$r_path/shared\nexport SHARED\nunset r_path\n"
        + exports(deployment.env())
        + line
        + "\n";
  }

  /// May be done twice: what is there stays.
  String setup() {
    return begin()
        + "set -e\nmkdir -p -- \"$r_path/shared/logs\" \"$r_path/shared/pids\"\n"
        + "if [ -d \"$r_path/source/.git\" ]; then\n"
        + "  echo 'the repository is there already' >&2\n"
        + "else\n"
        + "  git clone -q -- "
        + ShellWords.quoted(deployment.source().repo())
        + " \"$r_path/source\"\n"
        + "  git -C \"$r_path/source\" reset -q --hard "
        + ref()
        + " --\nfi\n"
        + "ln -sfn -- \"$r_path/source\" \"$r_path/current\"\n";
  }

  /// Whether `setup` was there.
  String isSetUp() {
    return begin() + "[ -d \"$r_path/source/.git\" ] && [ -d \"$r_path/current/\" ]\n";
  }

  /// Brings the work tree to the commit, and writes it down.
  String update() {
    return begin()
        + "set -e\ncd \"$r_path/source\"\ngit fetch -q --all --tags --force\n"
        + "git reset --hard "
        + ref()
        + " -- >&2\n"
        + "ln -sfn -- \"$r_path/source\" \"$r_path/current\"\n"
        + "git rev-parse HEAD >>\"$r_path/.deploys\"\n";
  }

  /// The commits that were deployed, the oldest first.
  String history() {
    return begin() + "[ ! -e \"$r_path/.deploys\" ] || cat \"$r_path/.deploys\"\n";
  }

  String current() {
    return begin() + "git -C \"$r_path/source\" rev-parse --short HEAD\n";
  }
}
