package dev.reeve.os.linux;

import dev.reeve.os.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Calls into the C library. Making a downcall handle costs tens of milliseconds for each new shape
/// (measured), so all functions share two: six longs → long, and one that lends a `byte[]` to a
/// call that cannot block, which may have flags behind its length. Both take the function's address
/// and capture errno.
///
/// Small and negative C ints are passed as longs: the callee looks at the lower half only. Variadic
/// functions are called the same way, which the Linux ABIs of x86-64 and aarch64 allow for integer
/// arguments.
@SuppressWarnings("restricted")
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO_VALUE =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SIX_LONGS =
      LINKER.downcallHandle(FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG, LONG), ERRNO);
  private static final MethodHandle WITH_BYTES =
      LINKER.downcallHandle(
          FunctionDescriptor.of(LONG, LONG, ValueLayout.ADDRESS, LONG, LONG),
          ERRNO,
          Linker.Option.critical(true));

  private static final Map<Long, String> NAMES = new ConcurrentHashMap<>();

  /// Where errno is captured. One a thread: the loop's, and one for whoever wakes it.
  private final MemorySegment state = Arena.global().allocate(Linker.Option.captureStateLayout());

  /// The address of the function whose wait was interrupted last.
  private long interrupted;

  /// The address of a function of the C library.
  static MemorySegment bind(String name) {
    var function =
        SYMBOLS
            .find(name)
            .orElseThrow(() ->
                new IllegalStateException(
                    "the C library has no '" + name + "': Reeve needs glibc 2.34 or later"));
    NAMES.put(function.address(), name);
    return function;
  }

  /// Calls with up to six integer or pointer arguments; `-errno` in place of -1.
  long call(MemorySegment function, long... arguments) {
    long result = invoke(function, arguments);
    return result == -1 ? -errno(function) : result;
  }

  /// `int` functions leave the upper half of the register undefined: this looks at the lower.
  int callInt(MemorySegment function, long... arguments) {
    int result = (int) invoke(function, arguments);
    return result == -1 ? -errno(function) : result;
  }

  /// `read` and `write` on something that cannot block, `recv` and `send` with flags that keep them
  /// from it.
  int callBytes(MemorySegment function, int fd, MemorySegment bytes, long flags) {
    try {
      int result =
          (int)
              (long)
                  WITH_BYTES.invokeExact(
                      function, state, (long) fd, bytes, bytes.byteSize(), flags);
      return result == -1 ? -errno(function) : result;
    } catch (Throwable impossible) {
      throw new IllegalStateException("downcall", impossible);
    }
  }

  private long invoke(MemorySegment function, long... arguments) {
    try {
      return (long)
          SIX_LONGS.invokeExact(
              function,
              state,
              at(arguments, 0),
              at(arguments, 1),
              at(arguments, 2),
              at(arguments, 3),
              at(arguments, 4),
              at(arguments, 5));
    } catch (Throwable impossible) {
      throw new IllegalStateException("downcall", impossible);
    }
  }

  private static long at(long[] arguments, int index) {
    return index < arguments.length ? arguments[index] : 0;
  }

  private int errno(MemorySegment function) {
    int errno = (int) ERRNO_VALUE.get(state, 0L);
    if (errno == Errno.EINTR) {
      interrupted = function.address();
    }
    return errno;
  }

  /// The name of the function whose wait was interrupted last, if there was one since this was
  /// asked.
  @Nullable String interrupted() {
    long address = interrupted;
    interrupted = 0;
    return address == 0 ? null : NAMES.get(address);
  }
}
