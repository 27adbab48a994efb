package dev.reeve.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the health check of an instance, its hooks and its watch have come to: failures in a row,
/// what the last answer said, and a few words about each hook that was done.
public record CareView(int failures, String said, Map<String, String> hooks, RenewalView renewal) {
  public static final CareView NONE = new CareView(0, "", Map.of(), RenewalView.NONE);

  public CareView {
    hooks = Collections.unmodifiableMap(new LinkedHashMap<>(hooks));
  }
}
