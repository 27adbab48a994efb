package dev.reeve.pm2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One message of PM2's protocol: a byte (version 1 in its upper half, the number of arguments in
/// its lower), then each argument as four bytes of length and its bytes. Text in an argument begins
/// with `j:` for JSON or `s:` for a word.
public record Frame(List<byte[]> arguments) {
  /// The biggest frame that is taken from a client: an environment has 2 MB at most (`man 2
  /// execve`), and stands twice in some requests.
  public static final int MAX_BYTES = 8 << 20;

  static final int VERSION = 1;
  static final int LENGTH_BYTES = 4;

  public Frame {
    arguments = List.copyOf(arguments);
  }

  /// The text of an argument behind its mark, or "" when it has another mark.
  String text(int index, String mark) {
    var text = new String(arguments.get(index), StandardCharsets.UTF_8);
    return text.startsWith(mark) ? text.substring(mark.length()) : "";
  }

  /// What stands before the first argument's bytes.
  public static byte[] head(int arguments, int firstBytes) {
    return ByteBuffer.allocate(1 + LENGTH_BYTES)
        .put((byte) (VERSION << 4 | arguments))
        .putInt(firstBytes)
        .array();
  }

  /// A whole argument after the first.
  public static byte[] argument(byte[] bytes) {
    return ByteBuffer.allocate(LENGTH_BYTES + bytes.length).putInt(bytes.length).put(bytes).array();
  }
}
