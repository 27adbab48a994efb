package dev.reeve.daemon;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.model.AppSpec;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Problem;
import dev.reeve.model.Rotation;
import dev.reeve.model.RotationKeys;
import dev.reeve.store.ModuleConf;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The settings of modules: what the file says, what that makes of log rotation, and how it is
/// changed. The modules that have a meaning here are pm2-logrotate and reeve; what others have set
/// is kept.
final class ModuleSettings {
  /// What is set of Reeve itself.
  private static final String OWN = "reeve";

  private static final String AUTOSAVE = "autosave";

  /// By this PM2 knows the modules that it has installed; it is no module.
  private static final String OF_PM2 = "module-db-v2";

  private final ModuleConf file;
  private final Consumer<Rotation> listener;
  private JsonObject modules = JsonObject.empty();
  private Rotation rotation = Rotation.USUAL;

  /// Reads the file; what is wrong with it is told to `log`, and what is fine holds. `listener` is
  /// told of each change that comes later.
  ModuleSettings(ModuleConf file, Consumer<String> log, Consumer<Rotation> listener) {
    this.file = file;
    this.listener = listener;
    try {
      switch (file.read()) {
        case ModuleConf.Content.Found(var found) -> modules = found;
        case ModuleConf.Content.Absent _ -> {}
        case ModuleConf.Content.Broken(var keptAs) ->
            log.accept(
                "%s is no JSON, it is kept as %s; the usual settings hold"
                    .formatted(file.file(), keptAs));
      }
    } catch (IOException refused) {
      log.accept(
          "%s cannot be read: %s; the usual settings hold"
              .formatted(file.file(), refused.getMessage()));
    }
    var read = RotationKeys.read(modules.textMap(RotationKeys.MODULE), Rotation.USUAL);
    rotation = read.rotation();
    read.problems().forEach(problem -> log.accept(file.file() + ": " + sentence(problem)));
  }

  /// How log files are rotated whose app says nothing about it.
  Rotation rotation() {
    return rotation;
  }

  /// Whether the saved list, once there is one, follows what the user does.
  boolean autosave() {
    return !modules.textMap(OWN).getOrDefault(AUTOSAVE, "true").equalsIgnoreCase("false");
  }

  /// How an app's log files are rotated.
  Rotation rotationOf(AppSpec spec) {
    var own = spec.logs().rotate();
    return own.isEmpty() ? rotation : RotationKeys.read(own, rotation).rotation();
  }

  /// Everything in effect, also what nobody has set.
  Reply all() {
    var all = new LinkedHashMap<String, @Nullable Object>();
    var known = new LinkedHashMap<String, Object>(RotationKeys.usual());
    known.putAll(modules.textMap(RotationKeys.MODULE));
    all.put(RotationKeys.MODULE, known);
    var own = new LinkedHashMap<String, Object>(Map.of(AUTOSAVE, "true"));
    own.putAll(modules.textMap(OWN));
    all.put(OWN, own);
    modules.fields().forEach(all::putIfAbsent);
    all.remove(OF_PM2);
    return new Reply.Text(all);
  }

  /// Changes all or nothing.
  Reply configure(Map<String, @Nullable String> changes) {
    var changed = new Changed(modules);
    changes.forEach(changed::put);
    var own = changed.modules().textMap(RotationKeys.MODULE);
    var read = RotationKeys.read(own, Rotation.USUAL);
    var problems = new java.util.ArrayList<>(changed.problems());
    read.problems().stream().filter(each -> concerns(each, changes)).forEach(problems::add);
    var refusal = problems.isEmpty() ? write(changed.modules()) : refused(problems);
    if (refusal != null) {
      return refusal;
    }
    if (!rotation.equals(read.rotation())) {
      rotation = read.rotation();
      listener.accept(rotation);
    }
    return all();
  }

  /// The settings that a module comes with hold where nobody has set others.
  Reply preset(Request.Preset preset) {
    var all = new LinkedHashMap<String, @Nullable Object>(modules.fields());
    var own = new LinkedHashMap<String, @Nullable Object>(modules.object(preset.module()).fields());
    preset.settings().fields().forEach(own::putIfAbsent);
    all.put(preset.module(), own);
    var refusal = own.isEmpty() ? null : write(new JsonObject(all));
    return refusal == null ? all() : refusal;
  }

  /// What is set of a module.
  JsonObject of(String module) {
    return modules.object(module);
  }

  private @Nullable Reply write(JsonObject changed) {
    try {
      file.write(changed);
    } catch (IOException refused) {
      return new Reply.Refused(
          "%s cannot be written: %s".formatted(file.file(), refused.getMessage()),
          "the settings are as they were");
    }
    modules = changed;
    return null;
  }

  /// What has been wrong in the file all along does not keep the rest from being set.
  private static boolean concerns(Problem problem, Map<String, @Nullable String> changes) {
    return changes.containsKey(RotationKeys.MODULE + ":" + problem.key());
  }

  private static Reply refused(List<Problem> problems) {
    return new Reply.Refused(
        problems.stream().map(ModuleSettings::sentence).collect(Collectors.joining("\n")), null);
  }

  private static String sentence(Problem problem) {
    return problem.key() != null && problem.file() == null
        ? RotationKeys.MODULE + ":" + problem.sentence()
        : problem.sentence();
  }

  /// A copy of the settings with changes in it.
  private static final class Changed {
    private final Map<String, @Nullable Object> modules = new LinkedHashMap<>();
    private final List<Problem> problems = new java.util.ArrayList<>();

    Changed(JsonObject before) {
      modules.putAll(before.fields());
    }

    void put(String word, @Nullable String value) {
      int colon = word.indexOf(':');
      if (colon >= 0) {
        ofModule(word.substring(0, colon), word.substring(colon + 1), value);
      } else if (value == null) {
        modules.remove(word);
      } else if (word.equals(RotationKeys.MODULE) || modules.get(word) instanceof Map) {
        problems.add(
            new Problem(
                word, null, "is a module, not a setting", "name one of its keys: " + word + ":…"));
      } else {
        modules.put(word, value);
      }
    }

    private void ofModule(String module, String key, @Nullable String value) {
      if (module.equals(OWN) && !mayStand(key, value)) {
        problems.add(
            new Problem(
                module + ":" + key,
                null,
                "'" + value + "' can't stand there",
                "there is reeve:autosave, which is true or false"));
        return;
      }
      var settings = new LinkedHashMap<String, @Nullable Object>();
      JsonObject.of(modules.get(module)).ifPresent(known -> settings.putAll(known.fields()));
      if (value == null) {
        settings.remove(key);
      } else {
        settings.put(key, value);
      }
      if (settings.isEmpty()) {
        modules.remove(module);
      } else {
        modules.put(module, settings);
      }
    }

    /// Of Reeve's own.
    private static boolean mayStand(String key, @Nullable String value) {
      return key.equals(AUTOSAVE) && (value == null || value.matches("true|false"));
    }

    JsonObject modules() {
      return new JsonObject(modules);
    }

    List<Problem> problems() {
      return problems;
    }
  }
}
