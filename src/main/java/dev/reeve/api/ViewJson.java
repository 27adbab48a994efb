package dev.reeve.api;

import dev.reeve.model.AppSpec;
import dev.reeve.model.CareView;
import dev.reeve.model.Exit;
import dev.reeve.model.Health;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.InstanceId;
import dev.reeve.model.InstanceView;
import dev.reeve.model.JsonObject;
import dev.reeve.model.RenewalView;
import dev.reeve.model.Status;
import dev.reeve.model.Telemetry;
import java.util.List;

/// Views and details as JSON: in the replies to `list` and `describe`.
final class ViewJson {
  private ViewJson() {}

  static JsonObject view(InstanceView view) {
    return JsonObject.empty()
        .with("id", view.id().number())
        .with("name", view.name())
        .with("namespace", view.namespace())
        .with("slot", view.slot())
        .with("mode", view.mode().word())
        .with("status", view.status().word())
        .with("note", view.note())
        .with("pid", view.pid())
        .with("startedAt", view.startedAtMs())
        .with("createdAt", view.createdAtMs())
        .with("restarts", view.restarts())
        .with("unstable", view.unstable())
        .with("cpu", view.cpuPercent())
        .with("rss", view.rssBytes())
        .with("user", view.user())
        .with("version", view.version())
        .with("health", view.health().word())
        .with("watching", view.watching())
        .with("module", view.module());
  }

  static InstanceView view(JsonObject json) {
    boolean cluster = json.text("mode", "").equals(AppSpec.ExecMode.CLUSTER.word());
    return new InstanceView(
        new InstanceId((int) json.number("id", -1)),
        json.text("name", ""),
        json.text("namespace", "default"),
        (int) json.number("slot", 0),
        cluster ? AppSpec.ExecMode.CLUSTER : AppSpec.ExecMode.FORK,
        Status.ofWord(json.text("status", "")).orElse(Status.STOPPED),
        json.textOrNull("note"),
        (int) json.number("pid", 0),
        json.number("startedAt", 0),
        json.number("createdAt", 0),
        (int) json.number("restarts", 0),
        (int) json.number("unstable", 0),
        json.decimal("cpu", 0),
        json.number("rss", 0),
        json.text("user", ""),
        json.textOrNull("version"),
        Health.ofWord(json.text("health", "")),
        json.flag("watching", false),
        json.flag("module", false));
  }

  static JsonObject detail(InstanceDetail detail) {
    return JsonObject.empty()
        .with("view", view(detail.view()))
        .with("spec", SpecJson.write(List.of(detail.spec())))
        .with("out", detail.files().out())
        .with("error", detail.files().error())
        .with("combined", detail.files().combined())
        .with("pidFile", detail.files().pidFile())
        .with("environment", detail.environment())
        .with("lastExit", detail.lastExit() == null ? null : detail.lastExit().facts())
        .with("tree", detail.tree())
        .with("droppedLines", detail.droppedLines())
        .with("droppedBytes", detail.droppedBytes())
        .with("metrics", detail.telemetry().metrics())
        .with("actions", detail.telemetry().actions())
        .with("options", detail.telemetry().options())
        .with("nodeVersion", detail.nodeVersion())
        .with("healthFailures", detail.care().failures())
        .with("healthSaid", detail.care().said())
        .with("hooks", detail.care().hooks())
        .with("watching", detail.care().renewal().watching())
        .with("changed", detail.care().renewal().changed())
        .with("nextAt", detail.care().renewal().nextAtMs());
  }

  static InstanceDetail detail(JsonObject json) {
    return new InstanceDetail(
        view(json.object("view")),
        SpecJson.read(json.object("spec")).getFirst(),
        new InstanceDetail.LogFiles(
            json.textOrNull("out"),
            json.textOrNull("error"),
            json.textOrNull("combined"),
            json.text("pidFile", "")),
        json.textMap("environment"),
        json.has("lastExit") ? Exit.of(json.object("lastExit")) : null,
        json.list("tree").stream().map(pid -> ((Number) pid).intValue()).toList(),
        json.number("droppedLines", 0),
        json.number("droppedBytes", 0),
        new Telemetry(json.object("metrics"), json.objects("actions"), json.object("options")),
        json.textOrNull("nodeVersion"),
        new CareView(
            (int) json.number("healthFailures", 0),
            json.text("healthSaid", ""),
            json.textMap("hooks"),
            new RenewalView(
                json.text("watching", ""), json.text("changed", ""), json.number("nextAt", 0))));
  }
}
