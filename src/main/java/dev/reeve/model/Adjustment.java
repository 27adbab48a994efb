package dev.reeve.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A change of what an app is renewed by, without a new spec: its watch is turned, and `cron`, if
/// there is one, is its schedule from now on, or "" for none.
public record Adjustment(Turn watch, @Nullable String cron) {
  /// What becomes of the watch.
  public enum Turn {
    LEAVE,
    ON,
    OFF,
    TOGGLE;

    public static Turn ofWord(String word) {
      return Arrays.stream(values())
          .filter(each -> each.name().equals(word))
          .findFirst()
          .orElse(LEAVE);
    }
  }

  /// The same for what an app has now.
  public Renewal of(Renewal present) {
    var turned =
        switch (watch) {
          case LEAVE -> present.watch();
          case ON -> present.watch().turned(true);
          case OFF -> present.watch().turned(false);
          case TOGGLE -> present.watch().turned(!present.watch().on());
        };
    var schedule = cron == null ? present.cron() : Cron.parse(cron).orElse(null);
    return new Renewal(turned, schedule);
  }
}
