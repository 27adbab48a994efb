package dev.reeve.monit;

import dev.reeve.model.InstanceId;
import dev.reeve.model.InstanceView;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The list: all instances, which of them are shown, and the one that is selected. As long as any
/// is shown, one is selected.
record Apps(
    List<InstanceView> all,
    Map<InstanceId, History> histories,
    String filter,
    @Nullable InstanceId selected) {
  static final Apps NONE = new Apps(List.of(), Map.of(), "", null);

  Apps {
    all = List.copyOf(all);
    histories = Map.copyOf(histories);
  }

  /// Those whose name contains the filter, in whatever case.
  List<InstanceView> shown() {
    if (filter.isEmpty()) {
      return all;
    }
    var wanted = filter.toLowerCase(Locale.ROOT);
    return all.stream()
        .filter(each -> each.name().toLowerCase(Locale.ROOT).contains(wanted))
        .toList();
  }

  /// The place of the selected one among the shown, -1 if it is not there.
  int place() {
    var shown = shown();
    for (int i = 0; i < shown.size(); i++) {
      if (shown.get(i).id().equals(selected)) {
        return i;
      }
    }
    return -1;
  }

  @Nullable InstanceView chosen() {
    int place = place();
    return place < 0 ? null : shown().get(place);
  }

  History history() {
    return selected == null ? History.NONE : histories.getOrDefault(selected, History.NONE);
  }

  /// A newer look at all instances; what is gone is forgotten.
  Apps listed(List<InstanceView> views) {
    var now = new HashMap<InstanceId, History>();
    for (var view : views) {
      var before = histories.getOrDefault(view.id(), History.NONE);
      long cpuTenths = Math.round(view.cpuPercent() * 10);
      now.put(view.id(), before.with(new History.Sample(cpuTenths, view.rssBytes())));
    }
    return new Apps(views, now, filter, selected).settled(place());
  }

  Apps filtered(String text) {
    return new Apps(all, histories, text, selected).settled(place());
  }

  /// Down by a positive number, as far as there are any.
  Apps moved(int by) {
    var shown = shown();
    if (shown.isEmpty()) {
      return this;
    }
    int place = Math.clamp((long) place() + by, 0, shown.size() - 1);
    return new Apps(all, histories, filter, shown.get(place).id());
  }

  /// The selection stays with its instance, else with its place.
  private Apps settled(int before) {
    if (place() >= 0) {
      return this;
    }
    var shown = shown();
    var next = shown.isEmpty() ? null : shown.get(Math.clamp(before, 0, shown.size() - 1)).id();
    return new Apps(all, histories, filter, next);
  }
}
