package dev.reeve.lifecycle;

import java.util.List;

/// What follows from one input: the next instance, what to do to the outside, and why in a few
/// words (empty when nothing worth a word happened).
public record Step(Instance next, List<Effect> effects, String why) {
  static Step stay(Instance instance) {
    return new Step(instance, List.of(), "");
  }

  static Step to(Instance next, String why, Effect... effects) {
    return new Step(next, List.of(effects), why);
  }
}
