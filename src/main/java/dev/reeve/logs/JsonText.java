package dev.reeve.logs;

import java.nio.charset.StandardCharsets;

/// Bytes of an app as the inside of a JSON text, straight into a page. What is not UTF-8 is shown
/// as `\xHH` (with its backslash escaped), so that no byte is lost and every record can be read.
final class JsonText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private static final long SPACES = 0x2020202020202020L;
  private static final long QUOTES = 0x2222222222222222L;
  private static final long BACKSLASHES = 0x5c5c5c5c5c5c5c5cL;

  private JsonText() {}

  static void add(byte[] bytes, int from, int to, Page page) {
    int plain = from;
    int at = from;
    while (at < to) {
      at = skipPlain(bytes, at, to);
      if (at == to) {
        break;
      }
      int length = plainLength(bytes, at, to);
      if (length > 0) {
        at += length;
        continue;
      }
      page.add(bytes, plain, at);
      escape(bytes[at] & 0xff, page);
      plain = ++at;
    }
    page.add(bytes, plain, to);
  }

  /// Where the first byte is that is not plain ASCII, or that a JSON text may not hold; eight bytes
  /// at a time, up to the last eight.
  private static int skipPlain(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long word = Newlines.eight(bytes, at);
      long odd =
          word
              | ((word - SPACES) & ~word)
              | Newlines.zeros(word ^ QUOTES)
              | Newlines.zeros(word ^ BACKSLASHES);
      if ((odd & Newlines.HIGH_BITS) != 0) {
        return at;
      }
    }
    return at;
  }

  /// How many bytes make up the character at an index, 0 if it can't stand as it is.
  private static int plainLength(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xff;
    if (first < 0x80) {
      return first < ' ' || first == '"' || first == '\\' ? 0 : 1;
    }
    int length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (length == 0 || at + length > to || !secondFits(first, bytes[at + 1] & 0xff)) {
      return 0;
    }
    for (int next = 2; next < length; next++) {
      if ((bytes[at + next] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /// The ranges of the second byte, which keep out overlong forms and surrogates (RFC 3629).
  private static boolean secondFits(int first, int second) {
    int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    return second >= least && second <= most;
  }

  private static void escape(int character, Page page) {
    page.add('\\');
    switch (character) {
      case '"', '\\' -> page.add(character);
      case '\t' -> page.add('t');
      case '\r' -> page.add('r');
      case '\n' -> page.add('n');
      default -> {
        page.add(character < 0x80 ? 'u' : '\\');
        if (character < 0x80) {
          page.add('0');
          page.add('0');
        } else {
          page.add('x');
        }
        page.add(HEX[character >> 4]);
        page.add(HEX[character & 15]);
      }
    }
  }
}
