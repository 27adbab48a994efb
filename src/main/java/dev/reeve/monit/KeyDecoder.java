package dev.reeve.monit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Bytes of a raw terminal → keys. A sequence may come in pieces; what is unknown is dropped whole,
/// so that it can't be mistaken for letters (ECMA-48, 5.4: the shape of a control sequence).
final class KeyDecoder {
  private static final char ESCAPE = 27;
  private static final char DELETE = 127;

  private static final Map<String, Key.Named> SEQUENCES =
      Map.ofEntries(
          Map.entry("[A", Key.Named.UP),
          Map.entry("[B", Key.Named.DOWN),
          Map.entry("[C", Key.Named.RIGHT),
          Map.entry("[D", Key.Named.LEFT),
          Map.entry("[H", Key.Named.HOME),
          Map.entry("[F", Key.Named.END),
          Map.entry("[1~", Key.Named.HOME),
          Map.entry("[7~", Key.Named.HOME),
          Map.entry("[4~", Key.Named.END),
          Map.entry("[8~", Key.Named.END),
          Map.entry("[5~", Key.Named.PAGE_UP),
          Map.entry("[6~", Key.Named.PAGE_DOWN),
          Map.entry("[Z", Key.Named.BACK_TAB),
          Map.entry("OA", Key.Named.UP),
          Map.entry("OB", Key.Named.DOWN),
          Map.entry("OC", Key.Named.RIGHT),
          Map.entry("OD", Key.Named.LEFT),
          Map.entry("OH", Key.Named.HOME),
          Map.entry("OF", Key.Named.END));

  /// One char a byte.
  private String pending = "";

  private int at;

  /// The keys in some bytes; `more` says that others are waiting already, so that an escape at the
  /// end is the start of something and no key.
  List<Key> feed(byte[] bytes, int length, boolean more) {
    pending += new String(bytes, 0, length, ISO_8859_1);
    at = 0;
    var keys = new ArrayList<Key>();
    while (at < pending.length()) {
      int length_ = lengthAt(more);
      if (length_ == 0) {
        break;
      }
      add(pending.substring(at, at + length_), keys);
      at += length_;
    }
    pending = pending.substring(at);
    return keys;
  }

  /// How many bytes the key at this place has; 0 if they are not all here.
  private int lengthAt(boolean more) {
    char first = pending.charAt(at);
    int here = pending.length() - at;
    if (first == ESCAPE) {
      return here == 1 ? (more ? 0 : 1) : sequenceLength(here);
    }
    int wanted = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    return here < wanted ? 0 : wanted;
  }

  private int sequenceLength(int here) {
    char kind = pending.charAt(at + 1);
    if (kind == 'O') {
      return here < 3 ? 0 : 3;
    }
    if (kind != '[') {
      return 1;
    }
    for (int i = at + 2; i < pending.length(); i++) {
      char c = pending.charAt(i);
      if (c < 0x20 || c > 0x3f) {
        return i + 1 - at;
      }
    }
    return 0;
  }

  private static void add(String bytes, List<Key> keys) {
    char first = bytes.charAt(0);
    if (first == ESCAPE) {
      var key = bytes.length() == 1 ? Key.Named.ESCAPE : SEQUENCES.get(bytes.substring(1));
      if (key != null) {
        keys.add(key);
      }
      return;
    }
    switch (first) {
      case 3 -> keys.add(Key.Named.INTERRUPT);
      case '\t' -> keys.add(Key.Named.TAB);
      case '\r', '\n' -> keys.add(Key.Named.ENTER);
      case 12 -> keys.add(Key.Named.REDRAW);
      case '\b', DELETE -> keys.add(Key.Named.BACKSPACE);
      default -> {
        if (first >= ' ') {
          keys.add(new Key.Typed(new String(bytes.getBytes(ISO_8859_1), UTF_8).codePointAt(0)));
        }
      }
    }
  }
}
