package dev.reeve.model;

/// How a run ended.
public sealed interface Exit {
  /// It left with a code, 0 to 255.
  record Code(int code) implements Exit {}

  /// A signal ended it.
  record Signalled(int number) implements Exit {}

  /// It is gone, and the kernel did not tell how.
  record Unknown() implements Exit {}

  /// For people: `exit code 1`, `SIGKILL`.
  default String sentence() {
    return switch (this) {
      case Code(int code) -> "exit code " + code;
      case Signalled(int number) -> Signal.nameOf(number);
      case Unknown() -> "exit code unknown";
    };
  }
}
