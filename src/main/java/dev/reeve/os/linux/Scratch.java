package dev.reeve.os.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Native memory of the loop's thread for the arguments of one call at a time: a path, a structure.
final class Scratch {
  private static final int SIZE = 16 << 10;

  private final MemorySegment memory = Arena.global().allocate(SIZE, 16);

  MemorySegment memory() {
    return memory;
  }

  /// A path as a C string, valid until the next use.
  long path(String path) {
    var bytes = path.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= SIZE) {
      throw new IllegalStateException("a path of " + bytes.length + " bytes");
    }
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
    memory.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
    return memory.address();
  }
}
