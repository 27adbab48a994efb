package dev.reeve.cli;

import dev.reeve.model.InstanceView;
import dev.reeve.term.Humans;
import java.util.ArrayList;
import java.util.List;

/// The list without a table: `list -m`.
final class MiniScreen {
  private MiniScreen() {}

  static List<String> lines(List<InstanceView> views, long nowMs) {
    var lines = new ArrayList<String>();
    for (var view : views) {
      lines.add("+--- " + view.name());
      lines.add("namespace : " + view.namespace());
      lines.add("version : " + (view.version() == null ? "N/A" : view.version()));
      lines.add("pid : " + view.pid());
      lines.add("pm2 id : " + view.id());
      lines.add("status : " + view.status().word());
      lines.add("mode : " + view.mode().shortWord());
      lines.add("restarted : " + view.restarts());
      lines.add("uptime : " + ListScreen.uptime(view, nowMs));
      lines.add("memory usage : " + Humans.bytes(view.rssBytes()));
      lines.add("watching : " + (view.watching() ? "yes" : "no"));
      lines.add("");
    }
    return lines;
  }
}
