package dev.reeve.model;

/// What has come of a [Renewal]: what is watched or why nothing is, which change was acted on last,
/// and when the next time is, in ms since 1970 (0: none).
public record RenewalView(String watching, String changed, long nextAtMs) {
  public static final RenewalView NONE = new RenewalView("", "", 0);

  public RenewalView watching(String other) {
    return new RenewalView(other, changed, nextAtMs);
  }

  public RenewalView changed(String other) {
    return new RenewalView(watching, other, nextAtMs);
  }

  public RenewalView nextAtMs(long other) {
    return new RenewalView(watching, changed, other);
  }
}
