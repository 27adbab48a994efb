package dev.reeve.model;

/// How a run ended.
public sealed interface Exit {
  /// It left with a code, 0 to 255.
  record Code(int code) implements Exit {}

  /// A signal ended it.
  record Signalled(int number) implements Exit {}

  /// It is gone, and the kernel did not tell how.
  record Unknown() implements Exit {}

  /// What [#facts] has written.
  static Exit of(JsonObject facts) {
    if (facts.has("code")) {
      return new Code((int) facts.number("code", 0));
    }
    return facts.has("signal") ? new Signalled((int) facts.number("signal", 0)) : new Unknown();
  }

  /// For other programs of ours: the code, or the number of the signal, or nothing.
  default JsonObject facts() {
    return switch (this) {
      case Code(int code) -> JsonObject.empty().with("code", code);
      case Signalled(int number) -> JsonObject.empty().with("signal", number);
      case Unknown() -> JsonObject.empty();
    };
  }

  /// For people: `exit code 1`, `SIGKILL`.
  default String sentence() {
    return switch (this) {
      case Code(int code) -> "exit code " + code;
      case Signalled(int number) -> Signal.nameOf(number);
      case Unknown() -> "exit code unknown";
    };
  }
}
