package dev.reeve.monit;

import dev.reeve.model.InstanceDetail;
import dev.reeve.model.InstanceView;
import dev.reeve.term.Humans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The metadata of the selected instance, the most wanted first: a small terminal shows eleven.
final class Info {
  /// `isPath` says that its end tells more than its start.
  record Fact(String name, String value, Look look, boolean isPath) {}

  private final List<Fact> facts = new ArrayList<>();

  private Info() {}

  static List<Fact> of(View view) {
    var chosen = view.apps().chosen();
    if (chosen == null) {
      return List.of();
    }
    var info = new Info();
    var detail = view.detail();
    info.head(chosen, view.nowMs());
    if (detail != null) {
      info.command(detail);
    }
    info.state(chosen);
    if (detail != null) {
      info.rest(detail);
    }
    return List.copyOf(info.facts);
  }

  private void head(InstanceView chosen, long nowMs) {
    add("name", chosen.name());
    add("namespace", chosen.namespace());
    add("version", chosen.version());
    add("restarts", chosen.restarts() + " (" + chosen.unstable() + " unstable)");
    add("uptime", uptime(chosen, nowMs));
  }

  private void command(InstanceDetail detail) {
    var command = detail.spec().command();
    path("script path", command.script());
    add("script args", joined(command.args()));
    add("interpreter", command.interpreter());
  }

  private void state(InstanceView chosen) {
    add("exec mode", chosen.mode().word());
    add("pid", chosen.pid() == 0 ? null : String.valueOf(chosen.pid()));
    var note = chosen.note() == null ? "" : ": " + chosen.note();
    var status = chosen.status();
    facts.add(new Fact("status", status.word() + note, Look.of(status), false));
  }

  private void rest(InstanceDetail detail) {
    path("exec cwd", detail.spec().command().cwd());
    add("last exit", detail.lastExit() == null ? null : detail.lastExit().sentence());
    add("node env", detail.environment().get("NODE_ENV"));
    add("user", detail.view().user());
    long created = detail.view().createdAtMs();
    add("created at", created == 0 ? null : Instant.ofEpochMilli(created).toString());
    path("out log", detail.files().out());
    path("error log", detail.files().error());
    add("processes", joined(detail.tree().stream().map(String::valueOf).toList()));
  }

  static String uptime(InstanceView view, long nowMs) {
    boolean runs = view.pid() > 0 && view.startedAtMs() > 0;
    return runs ? Humans.duration(nowMs - view.startedAtMs()) : "0";
  }

  private static @Nullable String joined(List<String> words) {
    return words.isEmpty() ? null : String.join(" ", words);
  }

  private void add(String name, @Nullable String value) {
    facts.add(new Fact(name, value == null ? "N/A" : value, Look.PLAIN, false));
  }

  private void path(String name, @Nullable String value) {
    facts.add(new Fact(name, value == null ? "N/A" : value, Look.PLAIN, true));
  }
}
