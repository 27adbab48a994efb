package dev.reeve.cli;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Dependency;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Secrets;
import dev.reeve.term.Cell;
import dev.reeve.term.Humans;
import dev.reeve.term.Paint;
import dev.reeve.term.Pairs;
import dev.reeve.term.Style;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// PM2's table of one instance, and what Reeve knows beyond it.
final class DescribeScreen {
  private final InstanceDetail detail;
  private final List<Pairs.Pair> pairs = new ArrayList<>();

  private DescribeScreen(InstanceDetail detail) {
    this.detail = detail;
  }

  static List<String> lines(InstanceDetail detail, long nowMs, int room, Paint paint) {
    var screen = new DescribeScreen(detail);
    screen.asPm2(nowMs);
    screen.beyond();
    var view = detail.view();
    var lines = new ArrayList<String>();
    var title = " " + view.name() + "[" + view.id() + "] ";
    lines.add(paint.apply(Style.INVERSE, title));
    lines.addAll(Pairs.render(screen.pairs, room, paint));
    return lines;
  }

  private void asPm2(long nowMs) {
    var view = detail.view();
    var command = detail.spec().command();
    pairs.add(
        new Pairs.Pair("status", Cell.of(view.status().word(), ListScreen.style(view.status()))));
    add("name", view.name());
    add("namespace", view.namespace());
    add("version", view.version());
    add("restarts", view.restarts());
    add("uptime", ListScreen.uptime(view, nowMs));
    add("script path", command.script());
    add("script args", joined(command.args()));
    add("error log path", detail.files().error());
    add("out log path", detail.files().out());
    add("pid path", detail.files().pidFile());
    add("interpreter", command.interpreter());
    add("interpreter args", joined(command.interpreterArgs()));
    add("script id", view.id());
    add("exec cwd", command.cwd());
    add("exec mode", view.mode().word());
    add("node.js version", detail.nodeVersion());
    add("node env", detail.environment().get("NODE_ENV"));
    if (detail.spec().care().renewal().cron() != null) {
      add("cron restart", detail.spec().care().renewal().cron().text());
    }
    add("watch & reload", view.watching() ? "✔" : "✘");
    add("unstable restarts", view.unstable());
    long created = view.createdAtMs();
    add("created at", created == 0 ? null : Instant.ofEpochMilli(created));
  }

  private void beyond() {
    var view = detail.view();
    var spec = detail.spec();
    ifThere("note", view.note());
    ifThere("last exit", detail.lastExit() == null ? null : detail.lastExit().sentence());
    care();
    renewal();
    ifThere("combined log path", detail.files().combined());
    add("pid", view.pid());
    add("process tree", joined(detail.tree().stream().map(String::valueOf).toList()));
    add("memory", Humans.bytes(view.rssBytes()) + limit(spec.restart()));
    add(
        "kill",
        spec.stop().signal() + ", SIGKILL after " + spec.stop().killTimeout().toMillis() + " ms");
    telemetry();
    if (detail.droppedBytes() > 0) {
      add(
          "not logged",
          "%d lines (%s) that the log files did not take"
              .formatted(detail.droppedLines(), Humans.bytes(detail.droppedBytes())));
    }
  }

  private void care() {
    var care = detail.spec().care();
    var health = care.health();
    if (health != null) {
      var check = health.sentence() + " every " + health.interval().toMillis() + " ms";
      var last = detail.care().said().isEmpty() ? "" : ", last: " + detail.care().said();
      add("health", detail.view().health().word() + ", " + failures() + last);
      add("health check", check);
    }
    var needs = care.dependsOn().stream().map(Dependency::sentence).toList();
    ifThere("depends on", String.join(", ", needs));
    for (var when : care.hooks().keySet()) {
      add("hook " + when.word(), detail.care().hooks().getOrDefault(when.word(), "not done yet"));
    }
    if (detail.spec().restart().when() == AppSpec.When.ON_FAILURE) {
      add("restart", AppSpec.When.ON_FAILURE.word());
    }
  }

  private void renewal() {
    var watch = detail.spec().care().renewal().watch();
    var seen = detail.care().renewal();
    if (watch.on()) {
      ifThere("watched", watch.paths().isEmpty() ? "the exec cwd" : joined(watch.paths()));
      ifThere("not watched", joined(watch.ignored()));
      ifThere("watching", seen.watching());
      ifThere("last change", seen.changed());
    }
    if (seen.nextAtMs() > 0) {
      var local = Instant.ofEpochMilli(seen.nextAtMs()).atZone(ZoneId.systemDefault());
      add("next cron restart", local.toOffsetDateTime());
    }
  }

  private String failures() {
    int failures = detail.care().failures();
    return failures == 1 ? "1 failure" : failures + " failures in a row";
  }

  private void telemetry() {
    var told = detail.telemetry();
    told.metrics()
        .fields()
        .forEach((name, value) -> {
          var metric = JsonObject.of(value).orElse(JsonObject.empty());
          var unit = metric.text("unit", "");
          add(name, String.valueOf(metric.value("value")) + (unit.isEmpty() ? "" : " " + unit));
        });
    var actions = told.actions().stream().map(each -> each.text("action_name", "")).toList();
    ifThere("actions", joined(actions));
  }

  private static String limit(AppSpec.Restart restart) {
    long limit = restart.maxMemoryBytes();
    return limit == 0 ? "" : " of " + Humans.bytes(limit);
  }

  private static @Nullable String joined(List<String> words) {
    return words.isEmpty() ? null : String.join(" ", words);
  }

  private void add(String name, @Nullable Object value) {
    var shown = value == null ? "N/A" : Secrets.maskedText(value.toString());
    pairs.add(new Pairs.Pair(name, Cell.of(shown)));
  }

  private void ifThere(String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      add(name, value);
    }
  }
}
