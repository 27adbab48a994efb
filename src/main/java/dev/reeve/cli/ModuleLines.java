package dev.reeve.cli;

import dev.reeve.config.ShellWords;
import dev.reeve.model.JsonObject;
import dev.reeve.term.Paint;
import dev.reeve.term.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The settings of modules, each as the line that would set it.
final class ModuleLines {
  private ModuleLines() {}

  /// All modules, then what belongs to none.
  static List<String> all(JsonObject modules, String program, Paint paint) {
    var lines = new ArrayList<String>();
    var loose = new ArrayList<String>();
    modules
        .fields()
        .forEach((name, value) -> {
          var module = JsonObject.of(value);
          if (module.isPresent()) {
            lines.addAll(of(name, module.get(), program, paint));
          } else {
            loose.add(setting(program, name, String.valueOf(value)));
          }
        });
    lines.addAll(loose);
    return lines;
  }

  /// One module.
  static List<String> of(String name, JsonObject module, String program, Paint paint) {
    var lines = new ArrayList<String>();
    lines.add(paint.apply(Style.STRONG, "Module: ") + paint.apply(Style.BLUE, name));
    for (Map.Entry<String, String> each : flat(module).entrySet()) {
      lines.add(setting(program, name + ":" + each.getKey(), each.getValue()));
    }
    return lines;
  }

  private static Map<String, String> flat(JsonObject module) {
    return JsonObject.empty().with("all", module.fields()).textMap("all");
  }

  private static String setting(String program, String key, String value) {
    return "$ " + program + " set " + key + " " + shellWord(value);
  }

  /// As a shell takes it, so that the line can be copied.
  private static String shellWord(String value) {
    return value.matches("[A-Za-z0-9_@%+=:,./-]+") ? value : ShellWords.quoted(value);
  }
}
