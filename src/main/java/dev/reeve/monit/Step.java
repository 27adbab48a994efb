package dev.reeve.monit;

import java.util.List;

/// What an event leads to.
record Step(View view, List<Effect> effects) {
  static Step of(View view) {
    return new Step(view, List.of());
  }

  static Step of(View view, Effect effect) {
    return new Step(view, List.of(effect));
  }
}
