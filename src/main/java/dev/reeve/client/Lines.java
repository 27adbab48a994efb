package dev.reeve.client;

import dev.reeve.api.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Bytes of a channel → lines of UTF-8, of at most [Wire#MAX_REPLY_LINE] bytes.
final class Lines {
  private static final int CHUNK_BYTES = 64 << 10;

  private final ReadableByteChannel channel;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).flip();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);

  Lines(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /// The next line without its end, null at the end of the stream; half a line is none.
  @Nullable String next() throws IOException {
    while (true) {
      if (takeLine()) {
        var text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        return text;
      }
      if (line.size() > Wire.MAX_REPLY_LINE) {
        throw new IOException("a line of more than " + Wire.MAX_REPLY_LINE + " bytes");
      }
      chunk.clear();
      int read = channel.read(chunk);
      chunk.flip();
      if (read < 0) {
        return null;
      }
    }
  }

  /// Whether a whole line is already here, so that [#next] won't wait.
  boolean ready() {
    for (int i = chunk.position(); i < chunk.limit(); i++) {
      if (chunk.get(i) == '\n') {
        return true;
      }
    }
    return false;
  }

  /// Moves bytes into the line up to its end; false if the end is not here yet.
  private boolean takeLine() {
    int end = chunk.position();
    while (end < chunk.limit() && chunk.get(end) != '\n') {
      end++;
    }
    line.write(chunk.array(), chunk.position(), end - chunk.position());
    boolean whole = end < chunk.limit();
    chunk.position(whole ? end + 1 : end);
    return whole;
  }
}
