package dev.reeve.config;

import dev.reeve.model.FileServing;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Nearest;
import dev.reeve.model.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `deploy` of an ecosystem file. What ends up on a command line of ssh or git is looked at here:
/// nothing of it may begin with a hyphen, or it would be an option.
public final class DeployFile {
  public static final List<String> HOOKS =
      List.of("pre-setup", "post-setup", "pre-deploy-local", "pre-deploy", "post-deploy");

  private static final List<String> KEYS =
      List.of("user", "host", "port", "key", "ssh_options", "ref", "repo", "path", "env", "fetch");

  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9_.][A-Za-z0-9_.+-]*@)?[A-Za-z0-9\\[:][A-Za-z0-9_.:%\\]-]*");
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.+-]*");
  private static final Pattern SSH_OPTION = Pattern.compile("[A-Za-z]+[= ].*");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final String file;
  private final String place;
  private final Surroundings around;
  private final JsonObject written;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  /// A deployment, unless there are problems.
  public record Read(
      @Nullable Deployment deployment, List<Problem> problems, List<Problem> warnings) {}

  private DeployFile(String file, String name, JsonObject written, Surroundings around) {
    this.file = file;
    this.place = "deploy." + name + ".";
    this.written = written;
    this.around = around;
  }

  /// The environment `name` of the file that `word` names.
  public static Read read(String word, String name, Surroundings around) {
    var source = EcosystemFile.read(word, around);
    if (source.problem() != null) {
      return new Read(null, List.of(source.problem()), List.of());
    }
    var all = JsonObject.of(source.tree()).flatMap(tree -> JsonObject.of(tree.value("deploy")));
    if (all.isEmpty()) {
      return failed(word, "deploy", "is missing", "'init' writes a file with one to begin with");
    }
    var one = JsonObject.of(all.get().value(name));
    if (one.isEmpty()) {
      var names = String.join(", ", all.get().fields().keySet());
      return failed(word, "deploy", "has no environment '" + name + "'", "it has " + names);
    }
    return new DeployFile(word, name, one.get(), around).read(name);
  }

  private static Read failed(String file, String key, String message, String hint) {
    return new Read(null, List.of(new Problem(file, key, message, hint)), List.of());
  }

  private Read read(String name) {
    unknownKeys();
    var source = new Deployment.Source(plain("repo", ""), plain("ref", ""));
    var deployment =
        new Deployment(name, hosts(), sshOptions(), source, path(), hooks(), variables());
    return new Read(problems.isEmpty() ? deployment : null, problems, warnings);
  }

  private void unknownKeys() {
    for (var key : written.fields().keySet()) {
      if (!KEYS.contains(key) && !HOOKS.contains(key)) {
        var all = new ArrayList<>(KEYS);
        all.addAll(HOOKS);
        var near = Nearest.of(key, all).map(known -> "did you mean '" + known + "'?");
        warnings.add(new Problem(file, place + key, "unknown key, ignored", near.orElse(null)));
      }
    }
  }

  /// A word that must be there, has no blank in it, and is no option.
  private String plain(String key, String fallback) {
    var raw = written.value(key);
    var text = raw == null ? fallback : String.valueOf(raw);
    if (raw != null && !(raw instanceof String)) {
      problem(key, "is not a text", "write it in quotes");
    } else if (text.isBlank()) {
      problem(key, "is missing", example(key));
    } else if (!isWord(text)) {
      problem(key, "'" + text + "' would be an option, or has a blank in it", example(key));
    }
    return text;
  }

  /// Whether a word can stand on a command line without being taken for an option.
  public static boolean isWord(String text) {
    return !text.isEmpty()
        && !text.startsWith("-")
        && text.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
  }

  private static String example(String key) {
    return switch (key) {
      case "repo" -> "write one such as \"git@github.com:me/app.git\"";
      case "ref" -> "write one such as \"origin/main\"";
      default -> "write a folder on the host such as \"/var/www/app\"";
    };
  }

  private List<String> hosts() {
    var user = written.has("user") ? String.valueOf(written.value("user")) : "";
    if (!user.isEmpty() && !USER.matcher(user).matches()) {
      problem("user", "'" + user + "' is no name of a user", "write the user to log in as");
    }
    var hosts = new ArrayList<String>();
    for (var host : list("host")) {
      if (!HOST.matcher(host).matches()) {
        problem("host", "'" + host + "' is no host", "write a name or an address");
      }
      hosts.add(user.isEmpty() || host.contains("@") ? host : user + "@" + host);
    }
    if (hosts.isEmpty()) {
      problem("host", "is missing", "write a name or an address, or a list of them");
    }
    return hosts;
  }

  private List<String> list(String key) {
    var raw = written.value(key);
    if (raw instanceof List<?> many) {
      return many.stream().map(String::valueOf).toList();
    }
    return raw == null || String.valueOf(raw).isBlank() ? List.of() : List.of(String.valueOf(raw));
  }

  private List<String> sshOptions() {
    var options = new ArrayList<String>();
    for (var option : list("ssh_options")) {
      if (!SSH_OPTION.matcher(option).matches()) {
        problem(
            "ssh_options",
            "'" + option + "' is no option of ssh_config",
            "write it as \"StrictHostKeyChecking=accept-new\"");
      }
      options.addAll(List.of("-o", option));
    }
    if (written.has("key")) {
      var key = String.valueOf(written.value("key"));
      options.addAll(List.of("-i", Places.of(key, around.cwd(), around.env())));
    }
    if (written.has("port")) {
      options.addAll(List.of("-p", port(String.valueOf(written.value("port")))));
    }
    return options;
  }

  private String port(String text) {
    try {
      double number = Double.parseDouble(text);
      if (number == Math.rint(number) && number > 0 && number <= FileServing.LAST_PORT) {
        return String.valueOf((int) number);
      }
    } catch (NumberFormatException none) {
      problem("port", "'" + text + "' is no number", "write one such as 22");
      return "22";
    }
    problem("port", text + " is no port", "write one from 1 to 65535");
    return "22";
  }

  /// ssh begins in the user's own folder, so that is where a relative path starts.
  private String path() {
    var path = written.value("path") instanceof String text ? text : "";
    if (path.isBlank() || path.startsWith("-") || path.chars().anyMatch(Character::isISOControl)) {
      problem("path", path.isBlank() ? "is missing" : "'" + path + "' is no path", example("path"));
      return "";
    }
    return path.startsWith("~/") ? path.substring(2) : path;
  }

  private Map<String, String> hooks() {
    var hooks = new LinkedHashMap<String, String>();
    for (var key : HOOKS) {
      var lines = list(key);
      if (!lines.isEmpty()) {
        hooks.put(key, String.join(" && ", lines));
      }
    }
    return hooks;
  }

  private Map<String, String> variables() {
    var variables = new LinkedHashMap<String, String>();
    var raw = written.value("env");
    var env = JsonObject.of(raw);
    if (raw != null && env.isEmpty()) {
      problem("env", "is not an object", "write { NAME: \"value\" }");
    }
    env.ifPresent(object ->
        object
            .fields()
            .forEach((name, value) -> {
              if (!VARIABLE.matcher(name).matches()) {
                problem("env." + name, "is no name of a variable", "use letters, digits and _");
              }
              variables.put(name, ValueReader.plain(value == null ? "" : value));
            }));
    return variables;
  }

  private void problem(String key, String message, String hint) {
    problems.add(new Problem(file, place + key, message, hint));
  }
}
