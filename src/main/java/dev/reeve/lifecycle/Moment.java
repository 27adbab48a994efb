package dev.reeve.lifecycle;

/// What a step looks at: the instance, the rules of its app, and the time.
record Moment(Instance now, Policy policy, long nowNs) {
  State state() {
    return now.state();
  }
}
