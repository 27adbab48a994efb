package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import dev.reeve.config.ConfigLoader;
import dev.reeve.model.AppSpec;
import dev.reeve.model.FreshEnv;
import dev.reeve.model.Secrets;
import dev.reeve.term.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `env`: what the last run was given. With `--diff`, what the next start would change: of a known
/// app by `restart --update-env`, of a file's apps by `start` of the file.
record EnvCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    if (arguments.has("diff")) {
      return diff();
    }
    var lines = new ArrayList<String>();
    for (var detail : DescribeCommand.details(session, List.of(arguments.word()))) {
      detail
          .environment()
          .forEach((name, value) -> {
            var shown = session.paint().apply(Style.GREEN, shown(name, value));
            lines.add(name + ": " + shown);
          });
    }
    session.print(lines);
    return Exits.DONE;
  }

  private String shown(String name, @Nullable String value) {
    var text = String.valueOf(value);
    return arguments.has("show-secrets") ? text : Secrets.masked(name, text);
  }

  private int diff() throws Failed, NoAnswer {
    var word = arguments.word();
    var lines = new ArrayList<String>();
    if (ConfigLoader.isEcosystemFile(word)) {
      var known = known(List.of("all"));
      for (var spec : new Loading(session, arguments).specs(word, "nothing is compared")) {
        var old = known.get(FreshEnv.key(spec));
        lines.addAll(changes(spec, old == null ? Map.of() : old.environment().merged()));
      }
    } else {
      var known = known(List.of(word));
      var fresh = new Layers(session).ofSpecs(List.copyOf(known.values()));
      for (var spec : known.values()) {
        lines.addAll(changes(fresh.over(spec), spec.environment().merged()));
      }
    }
    session.print(lines);
    return Exits.DONE;
  }

  /// The apps of the list, each once, whatever its instances are.
  private Map<String, AppSpec> known(List<String> words) throws Failed, NoAnswer {
    var known = new LinkedHashMap<String, AppSpec>();
    for (var detail : Loading.details(session, words)) {
      known.putIfAbsent(FreshEnv.key(detail.spec()), detail.spec());
    }
    if (known.isEmpty() && !words.equals(List.of("all"))) {
      throw Failed.refused(String.join(", ", words) + " doesn't exist", "see 'list'");
    }
    return known;
  }

  private List<String> changes(AppSpec next, Map<String, String> before) {
    var after = next.environment().merged();
    var names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    var lines = new ArrayList<String>();
    for (var name : names) {
      var old = before.get(name);
      var now = after.get(name);
      if (old == null) {
        lines.add(line("+ " + name + ": " + shown(name, now), Style.GREEN));
      } else if (now == null) {
        lines.add(line("- " + name + ": " + shown(name, old), Style.RED));
      } else if (!old.equals(now)) {
        var change = shown(name, old) + " → " + shown(name, now);
        lines.add(line("~ " + name + ": " + change, Style.YELLOW));
      }
    }
    lines.addFirst(next.name() + (lines.isEmpty() ? ": nothing would change" : ":"));
    return lines;
  }

  private String line(String text, Style style) {
    return "  " + session.paint().apply(style, text.replace("\n", "\\n"));
  }
}
