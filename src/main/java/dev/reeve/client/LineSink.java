package dev.reeve.client;

import java.io.IOException;

/// Takes lines as bytes, each without its end; the array is the reader's again afterwards.
public interface LineSink {
  void line(byte[] bytes, int from, int to) throws IOException;

  /// Asked after each block of lines; no ends the reading.
  default boolean goesOn() {
    return true;
  }
}
