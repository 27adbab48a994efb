package dev.reeve.daemon;

import dev.reeve.api.SpecJson;
import dev.reeve.lifecycle.Goal;
import dev.reeve.lifecycle.Policy;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Dependency;
import dev.reeve.model.Home;
import dev.reeve.model.InstanceId;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Status;
import dev.reeve.pm2.Pm2App;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The saved list's content: what is wanted of each instance, not what it happens to be.
final class Savings {
  private static final String ZERO = "\\u0000";
  private static final Map<Goal, String> WORDS =
      Map.of(Goal.UP, "up", Goal.RESTING, "resting", Goal.DOWN, "down");

  private Savings() {}

  /// One instance of a saved list; `unread` if there is more to it than `spec` says.
  record Saved(InstanceId id, int slot, AppSpec spec, Goal goal, @Nullable Unread unread) {
    Saved(InstanceId id, int slot, AppSpec spec, Goal goal) {
      this(id, slot, spec, goal, null);
    }
  }

  /// A spec that this version cannot read, as it was written, and why. It is listed and cannot be
  /// started; the next list holds it as it was.
  record Unread(JsonObject row, String reason) {}

  private record Spec(AppSpec known, @Nullable Unread unread) {}

  /// Those that are kept; one that is being deleted is not.
  static List<Supervised> kept(Collection<Supervised> instances) {
    return apps(instances).stream().filter(each -> each.core.goal() != Goal.GONE).toList();
  }

  /// Less the modules, which come with the daemon.
  static List<Supervised> apps(Collection<Supervised> instances) {
    return instances.stream().filter(each -> !each.spec.isModule()).toList();
  }

  /// What is to be written: of this moment, and for any thread.
  static List<Saved> snapshot(Collection<Supervised> all) {
    var instances = kept(all);
    var completed = new HashSet<String>();
    instances.forEach(each ->
        each.spec.care().dependsOn().stream()
            .filter(need -> need.condition() == Dependency.Condition.COMPLETED)
            .forEach(need -> completed.add(need.app())));
    return instances.stream().map(each -> snapshot(each, completed)).toList();
  }

  /// One that has done its work, which others start after, has to do it again before they do.
  private static Saved snapshot(Supervised instance, Set<String> completed) {
    boolean needed = instance.outcome != null && completed.contains(instance.spec.name());
    var goal = needed ? Goal.UP : instance.core.goal();
    return new Saved(instance.id, instance.slot, instance.spec, goal, instance.unread);
  }

  static JsonObject write(Collection<Saved> instances) {
    var specs = new LinkedHashMap<AppSpec, Integer>();
    var unread = new LinkedHashMap<Unread, Integer>();
    for (var each : instances) {
      if (each.unread == null) {
        specs.putIfAbsent(each.spec, specs.size());
      } else {
        unread.putIfAbsent(each.unread, unread.size());
      }
    }
    var rows = new ArrayList<JsonObject>();
    for (var each : instances) {
      int spec =
          each.unread == null
              ? specs.getOrDefault(each.spec, 0)
              : specs.size() + unread.getOrDefault(each.unread, 0);
      rows.add(row(each, spec));
    }
    var written = SpecJson.write(List.copyOf(specs.keySet()));
    var all = new ArrayList<Object>(written.list("specs"));
    unread.keySet().forEach(each -> all.add(each.row));
    return written.with("specs", all).with("instances", rows);
  }

  private static JsonObject row(Saved instance, int spec) {
    return JsonObject.empty()
        .with("id", instance.id.number())
        .with("slot", instance.slot)
        .with("spec", spec)
        .with("name", instance.spec.name())
        .with("wanted", WORDS.get(instance.goal));
  }

  /// One spec that cannot be read costs that app, and no other.
  static List<Saved> read(JsonObject list) {
    var specs = SpecJson.rows(list).stream().map(Savings::spec).toList();
    return list.objects("instances").stream()
        .filter(row -> row.number("spec", -1) >= 0 && row.number("spec", -1) < specs.size())
        .map(row -> saved(row, specs.get((int) row.number("spec", 0))))
        .toList();
  }

  private static Saved saved(JsonObject row, Spec spec) {
    var id = new InstanceId((int) row.number("id", 0));
    var goal = goal(row.text("wanted", "up"));
    return new Saved(id, (int) row.number("slot", 0), spec.known, goal, spec.unread);
  }

  private static Spec spec(SpecJson.Row row) {
    try {
      if (Json.write(row.alone()).contains(ZERO)) {
        throw new IllegalArgumentException("a text in it holds a zero byte");
      }
      var spec = SpecJson.readOne(row);
      // Figures are turned into what the rules count with.
      Policy.of(spec);
      return new Spec(spec, null);
    } catch (RuntimeException unreadable) {
      var named =
          JsonObject.empty()
              .with("name", row.spec().text("name", "unreadable").replace("\0", ""))
              .with("namespace", row.spec().text("namespace", "default").replace("\0", ""));
      var reason =
          "its entry in the saved list cannot be read: %s; start it from its file, or delete it"
              .formatted(
                  unreadable instanceof ArithmeticException
                      ? "a figure in it is out of range"
                      : unreadable.getMessage());
      return new Spec(SpecJson.readOne(named), new Unread(row.alone(), reason));
    }
  }

  private static Goal goal(String word) {
    return switch (word) {
      case "up" -> Goal.UP;
      case "resting" -> Goal.RESTING;
      default -> Goal.DOWN;
    };
  }

  /// The same from a list that PM2's client saved.
  static List<Saved> readOfPm2(List<JsonObject> apps, Home home) {
    var counts = new HashMap<String, Integer>();
    apps.forEach(each -> counts.merge(keyOf(each), 1, Integer::sum));
    var saved = new ArrayList<Saved>();
    for (var each : apps) {
      var app = completed(each, counts.getOrDefault(keyOf(each), 1), saved.size());
      var spec = Pm2App.read(app, home);
      if (spec != null) {
        int id = (int) app.number("pm_id", 0);
        int slot = (int) app.number(spec.instances().variable(), 0);
        boolean up = !app.text("status", "").equals(Status.STOPPED.word());
        saved.add(new Saved(new InstanceId(id), slot, spec, up ? Goal.UP : Goal.DOWN));
      }
    }
    return saved;
  }

  private static String keyOf(JsonObject app) {
    return app.text("namespace", "default") + "\n" + app.text("name", "");
  }

  /// What PM2 leaves out of a saved list: how many instances the app has, and the instance's
  /// number, which the name of its pid file tells.
  private static JsonObject completed(JsonObject app, int count, int index) {
    var name = app.text("name", "");
    var number =
        Pattern.compile("/" + Pattern.quote(name) + "-(\\d{1,9})\\.pid$")
            .matcher(app.text("pm_pid_path", ""));
    var fields = new LinkedHashMap<String, @Nullable Object>(app.fields());
    fields.putIfAbsent("instances", (long) count);
    fields.putIfAbsent("pm_id", number.find() ? Integer.valueOf(number.group(1)) : index);
    return new JsonObject(fields);
  }
}
