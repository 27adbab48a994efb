package dev.reeve.cli;

import dev.reeve.model.InstanceView;
import dev.reeve.model.Nearest;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// In which order the list stands: `--sort <column>[:asc|:desc]`, by name if nothing is said.
final class ListOrder {
  private static final List<String> COLUMNS =
      List.of(
          "name",
          "id",
          "namespace",
          "version",
          "mode",
          "pid",
          "uptime",
          "restarts",
          "status",
          "cpu",
          "memory",
          "user");

  private ListOrder() {}

  /// What `--sort` asks for; null asks for nothing.
  static Comparator<InstanceView> of(@Nullable String sort) throws Failed {
    if (sort == null) {
      return ListOrder::byName;
    }
    int colon = sort.indexOf(':');
    var column = colon < 0 ? sort : sort.substring(0, colon);
    var direction = colon < 0 ? "asc" : sort.substring(colon + 1);
    var order = by(column);
    return switch (direction) {
      case "asc" -> order.thenComparing(ListOrder::byName);
      case "desc" -> order.reversed().thenComparing(ListOrder::byName);
      default ->
          throw Failed.usage(
              "--sort: '" + direction + "' is neither asc nor desc",
              "write it like this: cpu:desc");
    };
  }

  private static int byName(InstanceView one, InstanceView other) {
    int names = one.name().compareTo(other.name());
    return names != 0 ? names : one.id().compareTo(other.id());
  }

  private static Comparator<InstanceView> by(String column) throws Failed {
    return switch (column) {
      case "name" -> ListOrder::byName;
      case "id", "pm_id" -> Comparator.comparing(InstanceView::id);
      case "namespace" -> Comparator.comparing(InstanceView::namespace);
      case "version" -> Comparator.comparing(view -> view.version() == null ? "" : view.version());
      case "mode" -> Comparator.comparing(InstanceView::mode);
      case "pid" -> Comparator.comparingInt(InstanceView::pid);
      // the longest uptime began first
      case "uptime" -> Comparator.comparingLong(InstanceView::startedAtMs).reversed();
      case "restarts" -> Comparator.comparingInt(InstanceView::restarts);
      case "status" -> Comparator.comparing(view -> view.status().word());
      case "cpu" -> Comparator.comparingDouble(InstanceView::cpuPercent);
      case "memory", "mem" -> Comparator.comparingLong(InstanceView::rssBytes);
      case "user" -> Comparator.comparing(InstanceView::user);
      default ->
          throw Failed.usage(
              "--sort: there is no column '" + column + "'",
              Nearest.of(column, COLUMNS)
                  .map(near -> "did you mean '" + near + "'?")
                  .orElse("there are " + String.join(", ", COLUMNS)));
    };
  }
}
