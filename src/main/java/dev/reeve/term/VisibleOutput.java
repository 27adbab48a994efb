package dev.reeve.term;

import dev.reeve.model.Printable;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// What people are shown passes here, whoever wrote it: lines, tabs and colours stay as they are,
/// and everything else that a terminal would act on is made visible ([Printable]). A sequence that
/// is not whole waits for its rest.
public final class VisibleOutput extends FilterOutputStream {
  private static final int ESCAPE = 0x1b;
  private static final int DELETE = 0x7f;

  /// The first byte in UTF-8 of the control characters from U+0080 to U+009F.
  private static final int LEAD = 0xc2;

  private static final int LAST_CONTROL = 0x9f;
  private static final int LONGEST_COLOUR = 64;

  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

  public VisibleOutput(OutputStream terminal) {
    super(terminal);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int start = from;
    for (int i = from; i < from + length; i++) {
      if (pending.size() > 0 || !isPlain(bytes[i] & 0xff)) {
        out.write(bytes, start, i - start);
        start = i + 1;
        write(bytes[i] & 0xff);
      }
    }
    out.write(bytes, start, from + length - start);
  }

  @Override
  public void write(int value) throws IOException {
    int octet = value & 0xff;
    if (pending.size() > 0) {
      goOn(octet);
    } else if (octet == ESCAPE || octet == LEAD || octet == '\r') {
      pending.write(octet);
    } else if (isPlain(octet)) {
      out.write(octet);
    } else {
      show(octet);
    }
  }

  private static boolean isPlain(int octet) {
    return octet == '\n' || octet == '\t' || (octet >= ' ' && octet != DELETE && octet != LEAD);
  }

  private void goOn(int octet) throws IOException {
    var begun = pending.toByteArray();
    int first = begun[0] & 0xff;
    boolean lineEnd = first == '\r' && octet == '\n';
    boolean letter = first == LEAD && octet > LAST_CONTROL;
    boolean colour = first == ESCAPE && begun.length > 1 && octet == 'm';
    if (lineEnd || letter || colour) {
      pending.reset();
      out.write(begun);
      out.write(octet);
    } else if (first == LEAD && octet >= 0x80) {
      pending.reset();
      show(octet);
    } else if (first == ESCAPE && isColourSoFar(begun.length, octet)) {
      pending.write(octet);
    } else {
      pending.reset();
      showFirst(begun);
      write(octet);
    }
  }

  /// `ESC [`, then numbers.
  private static boolean isColourSoFar(int length, int octet) {
    return length == 1
        ? octet == '['
        : length < LONGEST_COLOUR && (octet == ';' || octet == ':' || isDigit(octet));
  }

  private static boolean isDigit(int octet) {
    return octet >= '0' && octet <= '9';
  }

  /// A byte that begins no character is left to the terminal, which has a sign for that.
  private void showFirst(byte[] begun) throws IOException {
    if ((begun[0] & 0xff) == LEAD) {
      out.write(LEAD);
    } else {
      show(begun[0] & 0xff);
    }
    out.write(begun, 1, begun.length - 1);
  }

  private void show(int character) throws IOException {
    out.write(Printable.notation(character).getBytes(StandardCharsets.US_ASCII));
  }
}
