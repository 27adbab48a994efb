package dev.reeve.serve;

/// The bytes of a file that a request asks for (RFC 9110, 14).
sealed interface Range {
  /// All of it: nothing else was asked for, or in a way that may be ignored.
  record Whole() implements Range {}

  record Part(long from, long length) implements Range {}

  /// None of them is there.
  record Outside() implements Range {}

  /// `bytes=0-99`, `bytes=100-`, `bytes=-100`. Several ranges at once get the whole file, as the
  /// standard lets us.
  static Range of(String header, long size) {
    if (!header.startsWith("bytes=") || header.indexOf(',') >= 0) {
      return new Whole();
    }
    var bounds = header.substring("bytes=".length()).strip().split("-", -1);
    if (bounds.length != 2 || !isCount(bounds[0]) || !isCount(bounds[1])) {
      return new Whole();
    }
    if (bounds[0].isEmpty()) {
      return bounds[1].isEmpty() ? new Whole() : last(count(bounds[1]), size);
    }
    long from = count(bounds[0]);
    long to = bounds[1].isEmpty() ? Long.MAX_VALUE : count(bounds[1]);
    if (to < from) {
      return new Whole();
    }
    return from >= size ? new Outside() : new Part(from, Math.min(to, size - 1) - from + 1);
  }

  private static Range last(long count, long size) {
    long length = Math.min(count, size);
    return length == 0 ? new Outside() : new Part(size - length, length);
  }

  private static boolean isCount(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /// More digits than a number holds are more bytes than any file has.
  private static long count(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException huge) {
      return Long.MAX_VALUE;
    }
  }
}
