package dev.reeve.daemon;

import dev.reeve.model.Hook;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How often the hooks of an instance were done, went wrong, or were left out.
final class HookCounts {
  private final EnumMap<Hook.When, Count> counts = new EnumMap<>(Hook.When.class);

  private record Count(int done, int failed, int leftOut, @Nullable String fault) {
    Count plus(Count other) {
      return new Count(
          done + other.done,
          failed + other.failed,
          leftOut + other.leftOut,
          other.fault == null ? fault : other.fault);
    }

    String sentence() {
      var text = done + " done";
      text += failed == 0 ? "" : ", " + failed + " failed (the last " + fault + ")";
      return text + (leftOut == 0 ? "" : ", " + leftOut + " left out");
    }
  }

  void ended(Hook.When when, @Nullable String fault) {
    add(when, fault == null ? new Count(1, 0, 0, null) : new Count(0, 1, 0, fault));
  }

  void leftOut(Hook.When when) {
    add(when, new Count(0, 0, 1, null));
  }

  private void add(Hook.When when, Count one) {
    counts.merge(when, one, Count::plus);
  }

  /// For people, by the hook's word.
  Map<String, String> sentences() {
    var all = new LinkedHashMap<String, String>();
    counts.forEach((when, count) -> all.put(when.word(), count.sentence()));
    return all;
  }
}
