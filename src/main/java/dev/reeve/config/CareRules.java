package dev.reeve.config;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Dependency;
import dev.reeve.model.DependencyFault;
import dev.reeve.model.HealthCheck;
import dev.reeve.model.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What can't be so together: keys of one app that contradict each other, and apps of one file that
/// wait for each other.
record CareRules(Entry entry, Report report) {
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)})");

  /// What an instance has beside its own environment.
  private static final Set<String> GIVEN = Set.of("name", "namespace", "pm_id");

  void check(AppSpec spec) {
    restart(spec);
    var health = spec.care().health();
    if (health != null && health.kind() != HealthCheck.Kind.EXEC) {
      variables(spec, health.words().getFirst());
    }
  }

  private void restart(AppSpec spec) {
    var auto = entry.raw().get("autorestart");
    var restart = entry.raw().get("restart");
    boolean said =
        auto != null
            && restart != null
            && ValueReader.read(Kind.BOOL, auto) instanceof Reading.Good(Boolean on)
            && on != spec.restart().auto();
    if (said) {
      problem(
          "restart",
          "'" + restart + "' contradicts \"autorestart\": " + auto,
          "leave autorestart out: restart says it all");
    }
    boolean asked =
        entry.raw().get("health") instanceof Map<?, ?> map && "restart".equals(map.get("action"));
    if (asked && !spec.restart().auto()) {
      problem(
          "health",
          "\"action\": \"restart\" contradicts an app that is never restarted",
          "set action to none, or restart to on-failure");
    }
  }

  private void variables(AppSpec spec, String text) {
    var env = spec.environment().merged();
    VARIABLE
        .matcher(text)
        .results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
        .filter(name -> !env.containsKey(name) && !GIVEN.contains(name))
        .filter(name -> !name.equals(spec.instances().variable()))
        .forEach(name ->
            problem(
                "health",
                text + " needs the variable " + name + ", which the app does not have",
                name.equals("PORT") ? "set port, or write the whole address" : "set it in env"));
  }

  private void problem(String key, String message, String hint) {
    report.problem(new Problem(entry.file(), entry.at(key), message, hint));
  }

  /// Those of a file that the chosen ones start after, directly or by way of others.
  static List<Entry> needed(List<Entry> all, List<Entry> chosen, Function<Entry, String> name) {
    var found = new ArrayList<Entry>();
    var open = new ArrayDeque<>(chosen.size() == all.size() ? List.<Entry>of() : chosen);
    for (var next = open.poll(); next != null; next = open.poll()) {
      var raw = next.raw().get("depends_on");
      var read = raw == null ? null : DependsValue.read(raw);
      var apps = read instanceof Reading.Good(List<?> list) ? list : List.of();
      for (var entry : all) {
        boolean wanted =
            apps.stream()
                .anyMatch(each ->
                    each instanceof Dependency(var app, _) && app.equals(name.apply(entry)));
        if (wanted && !chosen.contains(entry) && !found.contains(entry)) {
          found.add(entry);
          open.add(entry);
        }
      }
    }
    return found;
  }

  /// Apps that can't be brought in order do not start: those that remain.
  static List<AppSpec> ordered(String file, List<AppSpec> specs, Report report) {
    var faults = DependencyFault.known(specs);
    var bad = new HashSet<String>();
    for (var fault : faults) {
      bad.add(fault.app());
      report.problem(new Problem(file, fault.app() + ".depends_on", fault.message(), fault.hint()));
    }
    if (bad.isEmpty()) {
      return specs;
    }
    var left = new ArrayList<AppSpec>();
    specs.stream().filter(spec -> !reaches(spec, specs, bad)).forEach(left::add);
    return left;
  }

  private static boolean reaches(AppSpec spec, List<AppSpec> all, Set<String> bad) {
    return bad.contains(spec.name())
        || dev.reeve.model.DependencyGraph.of(all).neededBy(spec.name()).stream()
            .anyMatch(bad::contains);
  }
}
