package dev.reeve.cli;

import dev.reeve.api.SpecJson;
import dev.reeve.model.AppSpec;
import dev.reeve.model.FreshEnv;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What is to be done so that the list is as a file says: a step an app, pure.
final class ApplyPlan {
  private static final int MOST_NAMED = 5;

  /// What becomes of one app.
  sealed interface Step {
    AppSpec spec();

    record Start(AppSpec spec) implements Step {}

    /// `what` names what the file has otherwise.
    record Change(AppSpec spec, List<String> what) implements Step {}

    record Scale(AppSpec spec, int from) implements Step {}

    /// It is as it should be, but `down` of its instances are not up.
    record Resume(AppSpec spec, int down) implements Step {}

    record Keep(AppSpec spec) implements Step {}

    record Remove(AppSpec spec) implements Step {}
  }

  private ApplyPlan() {}

  /// `file` is the file's path if what came from it and is not in it goes; null leaves it.
  static List<Step> of(List<AppSpec> wanted, List<InstanceDetail> present, @Nullable String file) {
    var known = new LinkedHashMap<String, List<InstanceDetail>>();
    for (var detail : present) {
      known.computeIfAbsent(FreshEnv.key(detail.spec()), _ -> new ArrayList<>()).add(detail);
    }
    var steps = new ArrayList<Step>();
    for (var spec : wanted) {
      var there = known.remove(FreshEnv.key(spec));
      steps.add(there == null ? new Step.Start(spec) : step(spec, there));
    }
    for (var left : known.values()) {
      var spec = left.getFirst().spec();
      if (file != null && file.equals(spec.file())) {
        steps.add(new Step.Remove(spec));
      }
    }
    return steps;
  }

  private static Step step(AppSpec spec, List<InstanceDetail> there) {
    var different = new TreeSet<String>();
    there.forEach(detail -> different.addAll(differences(detail.spec(), spec)));
    int count = spec.instances().count();
    if (!different.isEmpty()) {
      return new Step.Change(spec, List.copyOf(different));
    }
    if (count != there.size()) {
      return new Step.Scale(spec, there.size());
    }
    int down = (int) there.stream().filter(ApplyPlan::isDown).count();
    return down > 0 && spec.start().autostart() ? new Step.Resume(spec, down) : new Step.Keep(spec);
  }

  /// What may end by itself and has ended is as it should be.
  private static boolean isDown(InstanceDetail detail) {
    var restart = detail.spec().restart();
    boolean lasting = restart.when() == AppSpec.When.ALWAYS && restart.stopExitCodes().isEmpty();
    return switch (detail.view().status()) {
      case ERRORED -> true;
      case STOPPED, STOPPING -> lasting;
      case ONLINE, LAUNCHING, WAITING_RESTART, ONE_LAUNCH -> false;
    };
  }

  /// Where two specs say something else, as `command.args`. The shell that a start was typed in
  /// does not count, nor how many instances there are, nor where the file stands.
  private static List<String> differences(AppSpec one, AppSpec other) {
    var found = new ArrayList<String>();
    var left = tree(one);
    var right = tree(other);
    for (var key : keys(left, right)) {
      if (isObject(left.value(key)) || isObject(right.value(key))) {
        within(key, object(left, key), object(right, key), found);
      } else if (!Objects.equals(left.value(key), right.value(key))) {
        found.add(key);
      }
    }
    found.removeAll(List.of("file", "caller", "instances.count"));
    return found;
  }

  private static boolean isObject(@Nullable Object value) {
    return value instanceof JsonObject || value instanceof Map;
  }

  private static JsonObject object(JsonObject json, String key) {
    return json.value(key) instanceof JsonObject object ? object : json.object(key);
  }

  private static void within(String key, JsonObject left, JsonObject right, List<String> found) {
    for (var each : keys(left, right)) {
      if (!Objects.equals(left.value(each), right.value(each))) {
        found.add(key + "." + each);
      }
    }
  }

  private static Set<String> keys(JsonObject left, JsonObject right) {
    var keys = new TreeSet<>(left.fields().keySet());
    keys.addAll(right.fields().keySet());
    return keys;
  }

  private static JsonObject tree(AppSpec spec) {
    var env = spec.environment();
    var bare = new AppSpec.Environment(Map.of(), env.files(), env.own(), env.rules());
    var written = SpecJson.write(List.of(spec.withEnvironment(bare))).value("specs");
    return written instanceof List<?> list && list.getFirst() instanceof JsonObject json
        ? json
        : JsonObject.empty();
  }

  /// For people: a sign, the app, and what is done with it.
  static String line(Step step) {
    var name = step.spec().name();
    int count = step.spec().instances().count();
    return switch (step) {
      case Step.Start _ ->
          "+ " + name + ": start" + (count == 1 ? "" : ", " + count + " instances");
      case Step.Change(var spec, var what) ->
          "~ " + name + ": " + (spec.isCluster() ? "reload" : "restart") + " (" + some(what) + ")";
      case Step.Scale(_, int from) -> "~ " + name + ": scale from " + from + " to " + count;
      case Step.Resume(_, int down) -> "+ " + name + ": start again, " + down + " down";
      case Step.Keep _ -> "= " + name;
      case Step.Remove _ -> "- " + name + ": delete, it is not in the file any more";
    };
  }

  private static String some(List<String> what) {
    var named = String.join(", ", what.subList(0, Math.min(MOST_NAMED, what.size())));
    return what.size() > MOST_NAMED ? named + ", " + (what.size() - MOST_NAMED) + " more" : named;
  }
}
