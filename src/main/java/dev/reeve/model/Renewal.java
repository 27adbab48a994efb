package dev.reeve.model;

import org.jspecify.annotations.Nullable;

/// When runs of an app are replaced although nothing is wrong with them: when its files change, and
/// at certain times. One that has ended by itself for good is started again by either; one that
/// somebody has stopped is not.
public record Renewal(Watch watch, @Nullable Cron cron) {
  public static final Renewal NONE = new Renewal(Watch.OFF, null);

  /// Whether there is anything to look out for.
  public boolean asked() {
    return watch.on() || cron != null;
  }

  public Renewal with(Watch other) {
    return new Renewal(other, cron);
  }

  public Renewal with(@Nullable Cron other) {
    return new Renewal(watch, other);
  }
}
