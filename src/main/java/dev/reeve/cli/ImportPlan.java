package dev.reeve.cli;

import dev.reeve.model.InstanceView;
import dev.reeve.model.JsonObject;
import dev.reeve.model.PlainFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What becomes of each app of a list that PM2 has saved.
record ImportPlan(List<Row> rows) {
  private static final List<String> FILES =
      List.of("pm_out_log_path", "pm_err_log_path", "pm_log_path", "pm_pid_path");

  /// One app; `hindrance` says why it is left out.
  record Row(String name, List<JsonObject> instances, @Nullable String hindrance) {
    String line() {
      return hindrance == null ? name + ": " + what() : name + " is left out: " + hindrance;
    }

    private String what() {
      var first = instances.getFirst();
      int count = instances.size();
      boolean down = first.text("status", "").equals("stopped");
      var mode = first.text("exec_mode", "").startsWith("cluster") ? "cluster" : "fork";
      return "%s %s, %s mode, %s"
          .formatted(
              down ? "stays stopped," : "is started,",
              count == 1 ? "1 instance" : count + " instances",
              mode,
              first.text("pm_exec_path", ""));
    }
  }

  static ImportPlan of(List<JsonObject> apps, List<InstanceView> present) {
    var byName = new LinkedHashMap<String, List<JsonObject>>();
    for (var app : apps) {
      var key = app.text("namespace", "default") + "\n" + app.text("name", "");
      byName.computeIfAbsent(key, _ -> new ArrayList<>()).add(app);
    }
    var rows = new ArrayList<Row>();
    for (var instances : byName.values()) {
      rows.add(
          new Row(
              instances.getFirst().text("name", "?"), instances, hindrance(instances, present)));
    }
    return new ImportPlan(rows);
  }

  private static @Nullable String hindrance(
      List<JsonObject> instances, List<InstanceView> present) {
    var app = instances.getFirst();
    var script = app.text("pm_exec_path", "");
    if (script.isBlank()) {
      return "it names nothing to run";
    }
    if (!Files.exists(Path.of(script))) {
      return "its script " + script + " does not exist";
    }
    if (!Files.isDirectory(Path.of(app.text("pm_cwd", "/")))) {
      return "its folder " + app.text("pm_cwd", "") + " does not exist";
    }
    for (var view : present) {
      if (view.name().equals(app.text("name", ""))
          && view.namespace().equals(app.text("namespace", "default"))) {
        return "an app of that name is in the list here";
      }
    }
    return null;
  }

  /// The same where PM2's daemon is gone: what has outlived it gets no twin.
  ImportPlan withoutTwins() {
    return new ImportPlan(rows.stream().map(ImportPlan::withoutTwin).toList());
  }

  private static Row withoutTwin(Row row) {
    for (var instance : row.instances()) {
      var pid = running(instance);
      if (row.hindrance() == null && !pid.isEmpty()) {
        var why = "it still runs as pid " + pid + ", without PM2; end it first";
        return new Row(row.name(), row.instances(), why);
      }
    }
    return row;
  }

  /// The pid that PM2 has noted, if that is alive and still this app's.
  private static String running(JsonObject app) {
    try {
      var pid = PlainFile.text(Path.of(app.text("pm_pid_path", "/none"))).strip();
      boolean number = pid.matches("[0-9]{1,9}");
      var command = number ? Examination.text(Path.of("/proc", pid, "cmdline")) : "";
      return command.contains(app.text("pm_exec_path", "")) ? pid : "";
    } catch (IOException none) {
      return "";
    }
  }

  List<String> lines() {
    return rows.stream().map(Row::line).toList();
  }

  boolean isWhole() {
    return rows.stream().allMatch(row -> row.hindrance() == null);
  }

  /// What is taken over: files that lie in PM2's home are to lie in ours.
  List<JsonObject> moved(Path from, Path to) {
    return rows.stream()
        .filter(row -> row.hindrance() == null)
        .flatMap(row -> row.instances().stream())
        .map(app -> moved(app, from, to))
        .toList();
  }

  private static JsonObject moved(JsonObject app, Path from, Path to) {
    var fields = new LinkedHashMap<String, @Nullable Object>(app.fields());
    for (var key : FILES) {
      var path = Path.of(app.text(key, ""));
      if (path.startsWith(from)) {
        fields.put(key, to.resolve(from.relativize(path)).toString());
      }
    }
    return new JsonObject(fields);
  }
}
