package dev.reeve.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Valid inputs made wrong by the thousand, the same for a seed: bytes flipped, cut, repeated,
/// nested and spliced, huge numbers, odd UTF-8. What takes them may refuse them by its own means;
/// anything thrown, a hang and growth are failures, and tell their input.
public final class Fuzz {
  /// How many inputs a parser gets.
  public static final int INPUTS = Integer.getInteger("reeve.fuzz.inputs", 500);

  private static final long SEED = Long.getLong("reeve.fuzz.seed", 1);

  /// The stack that the daemon's thread has, as the launcher sets it.
  private static final long STACK_BYTES = 256 << 10;

  private static final long HANG_S = 30;
  private static final long MOST_BYTES = 64 << 20;
  private static final int LONGEST = 64 << 10;
  private static final int SHOWN = 400;

  private static final List<String> NUMBERS =
      List.of("-1", "0", "1e999", "-0", "2147483648", "9223372036854775808", "0e2147483647");
  private static final List<String> WORDS =
      List.of("null", "true", "NaN", "{}", "[]", "\"\"", "&a ", "*a", "<<: *a", "\n", "\0", "\t");
  private static final List<String> NESTS =
      List.of("[", "{", "{\"a\":", "[[", "- ", "${A:-", "(", "? ", "\"", "!!x ", "\\");

  private static final byte[][] ODD_UTF_8 = {
    {(byte) 0xc0, (byte) 0x80},
    {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
    {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
    {(byte) 0xff},
    {(byte) 0xe2, (byte) 0x82},
    {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
    {(byte) 0xd9, (byte) 0xa3},
    {(byte) 0xe2, (byte) 0x80, (byte) 0xa8},
  };

  private final List<byte[]> seeds;
  private final Random random;

  /// What is attacked; it may throw nothing that it does not expect.
  public interface Parser {
    void take(byte[] input) throws Exception;
  }

  /// The same, for one that takes text.
  public interface TextParser {
    void take(String input) throws Exception;
  }

  private Fuzz(List<byte[]> seeds, long seed) {
    this.seeds = seeds;
    this.random = new Random(seed);
  }

  /// Inputs that are made of valid texts.
  public static void texts(List<String> valid, TextParser parser) throws Exception {
    bytes(
        valid.stream().map(each -> each.getBytes(UTF_8)).toList(),
        input -> parser.take(new String(input, UTF_8)));
  }

  /// Inputs that are made of valid bytes.
  public static void bytes(List<byte[]> valid, Parser parser) throws Exception {
    for (int i = 0; i < INPUTS; i++) {
      var input = input(valid, i);
      var attempt = new FutureTask<Void>(() -> attempt(parser, input), null);
      run(attempt, "reeve.fuzz.seed %d, input %d: %s".formatted(SEED, i, shown(input)));
    }
  }

  /// The n-th input.
  public static byte[] input(List<byte[]> valid, int number) {
    var fuzz = new Fuzz(valid, SEED * 1_000_003 + number);
    var input = fuzz.seed();
    for (int i = fuzz.random.nextInt(4); i >= 0; i--) {
      input = fuzz.mutated(input);
    }
    return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
  }

  private static void attempt(Parser parser, byte[] input) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      parser.take(input);
    } catch (Exception thrown) {
      throw new AssertionError("thrown: " + thrown, thrown);
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    if (bytes > MOST_BYTES) {
      throw new AssertionError("it took %d MB of memory".formatted(bytes >> 20));
    }
  }

  private static void run(FutureTask<Void> attempt, String input) throws Exception {
    var thread = new Thread(null, attempt, "fuzz", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      attempt.get(HANG_S, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException failed) {
      throw new AssertionError(input, failed.getCause());
    } catch (TimeoutException hangs) {
      var stack = Arrays.toString(thread.getStackTrace());
      throw new AssertionError(input + " hangs at " + stack, hangs);
    }
  }

  private static String shown(byte[] input) {
    var text = new StringBuilder();
    for (int i = 0; i < input.length && text.length() < SHOWN; i++) {
      text.append(
          input[i] >= ' ' && input[i] < 127 ? "" + (char) input[i] : "\\x%02x".formatted(input[i]));
    }
    return input.length + " bytes: " + text;
  }

  private byte[] seed() {
    return seeds.get(random.nextInt(seeds.size()));
  }

  private byte[] mutated(byte[] input) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + random.nextInt(24));
    return switch (random.nextInt(9)) {
      case 0 -> flipped(input);
      case 1 -> Arrays.copyOf(input, from);
      case 2 -> replaced(input, from, to, new byte[0]);
      case 3 -> replaced(input, from, from, repeated(Arrays.copyOfRange(input, from, to)));
      case 4 -> replaced(input, from, from, repeated(one(NESTS).getBytes(UTF_8)));
      case 5 -> spliced(input, from);
      case 6 -> withNumber(input);
      case 7 -> replaced(input, from, from, ODD_UTF_8[random.nextInt(ODD_UTF_8.length)]);
      default ->
          replaced(input, from, random.nextBoolean() ? from : to, one(WORDS).getBytes(UTF_8));
    };
  }

  private String one(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }

  private byte[] flipped(byte[] input) {
    var flipped = input.clone();
    for (int i = random.nextInt(4); i >= 0 && flipped.length > 0; i--) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private byte[] repeated(byte[] piece) {
    var many = new ByteArrayOutputStream();
    int times = 1 << random.nextInt(15);
    for (int i = 0; i < times && many.size() < LONGEST; i++) {
      many.writeBytes(piece);
    }
    return many.toByteArray();
  }

  private byte[] spliced(byte[] input, int at) {
    var other = seed();
    int from = random.nextInt(other.length + 1);
    return replaced(input, at, input.length, Arrays.copyOfRange(other, from, other.length));
  }

  /// In the place of a number that is there, if there is one behind a place.
  private byte[] withNumber(byte[] input) {
    int from = random.nextInt(input.length + 1);
    while (from < input.length && !Character.isDigit(input[from])) {
      from++;
    }
    int to = from;
    while (to < input.length && Character.isDigit(input[to])) {
      to++;
    }
    var number = random.nextInt(4) == 0 ? "9".repeat(1 << random.nextInt(15)) : one(NUMBERS);
    return replaced(input, from, to, number.getBytes(UTF_8));
  }

  private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
    var out = new ByteArrayOutputStream();
    out.write(input, 0, from);
    out.writeBytes(by);
    out.write(input, to, input.length - to);
    return out.toByteArray();
  }
}
