package dev.reeve.logs;

import dev.reeve.model.Json;
import java.nio.charset.StandardCharsets;

/// Puts the lines of a chunk into a page, each in the style of its stream. Where a line must not be
/// torn — in a file that others write to as well, in a JSON record — only whole ones are taken.
final class LineFilling {
  /// The longest line that is held until its end comes, in bytes; a longer one is split.
  static final int MAX_LINE = 1 << 20;

  /// A raw page has its line ends in it; few ask for their number.
  private static final int UNCOUNTED = -1;

  private static final byte[] CONTINUED = utf8(" [reeve: continued]\n");
  private static final byte[] HEAD = utf8("{\"message\":\"");
  private static final byte[] MIDDLE = utf8("\",\"timestamp\":\"");
  private static final byte[] PARTIAL = utf8(",\"partial\":true");
  private static final byte[] END = utf8("}\n");

  private final LineStyle style;
  private final Workspace workspace;
  private final byte[] tail;
  private boolean atLineStart = true;
  private boolean continued;
  private int lines;

  LineFilling(LineStyle style, Workspace workspace) {
    this.style = style;
    this.workspace = workspace;
    this.tail = style instanceof LineStyle.JsonLine(var source, _) ? tail(source) : new byte[0];
  }

  private static byte[] tail(LineStyle.Source source) {
    return utf8(
        "\",\"type\":\"%s\",\"process_id\":%d,\"app_name\":%s"
            .formatted(source.stream().word(), source.id(), Json.write(source.name())));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  boolean atLineStart() {
    return atLineStart;
  }

  void atLineStart(boolean other) {
    atLineStart = other;
  }

  /// How many line ends the last fill has taken.
  int lines() {
    return lines < 0 ? Newlines.count(workspace.page.bytes(), 0, workspace.page.length()) : lines;
  }

  /// Where to take from and how much: the chunk's bytes `[from, to)`, at most what brings the page
  /// to `room` bytes and on to the next line end.
  record Part(int from, int to, long room, long wallMs) {
    Part until(int end) {
      return new Part(from, end, room, wallMs);
    }
  }

  /// Fills the page; how many bytes of the chunk are in it.
  int fill(Part part, boolean wholeLines) {
    lines = 0;
    long room = Math.min(part.room, Workspace.PAGE_BYTES);
    return switch (style) {
      case LineStyle.Stamped(var format) when !wholeLines ->
          stamp(toLineEnd(part), format.stamp(part.wallMs), room);
      case LineStyle.Raw _ when !wholeLines -> copy(toLineEnd(part), room);
      case LineStyle.Stamped _, LineStyle.JsonLine _, LineStyle.Raw _ -> whole(part, room);
    };
  }

  /// Others may append to the same file between two writes, so that one ends with a line where it
  /// can. What has no line end at all is not waited for: it may be a question.
  private Part toLineEnd(Part part) {
    int last = Newlines.last(workspace.chunk, part.from, part.to);
    return last < part.from ? part : part.until(last + 1);
  }

  private int stamp(Part part, byte[] stamp, long room) {
    var chunk = workspace.chunk;
    var page = workspace.page;
    int from = part.from;
    while (from < part.to && (page.length() < room || !atLineStart || from == part.from)) {
      if (atLineStart) {
        page.add(stamp);
      }
      int end = Newlines.next(chunk, from, part.to);
      atLineStart = end < part.to;
      lines += atLineStart ? 1 : 0;
      int next = Math.min(end + 1, part.to);
      page.add(chunk, from, next);
      from = next;
    }
    return from - part.from;
  }

  private int copy(Part part, long room) {
    int fits = (int) Math.min(part.to - part.from, Math.max(0, room));
    int to = part.from + fits;
    if (to < part.to && (fits == 0 || workspace.chunk[to - 1] != '\n')) {
      to = Math.min(part.to, Newlines.next(workspace.chunk, to, part.to) + 1);
    }
    workspace.page.add(workspace.chunk, part.from, to);
    atLineStart = workspace.chunk[to - 1] == '\n';
    lines = UNCOUNTED;
    return to - part.from;
  }

  private int whole(Part part, long room) {
    int from = part.from;
    while (from < part.to && (workspace.page.length() < room || from == part.from)) {
      int end = Newlines.next(workspace.chunk, from, part.to);
      if (end == part.to) {
        break;
      }
      add(workspace.chunk, from, end, part.wallMs);
      lines++;
      from = end + 1;
    }
    return from - part.from;
  }

  /// One line that begins in the spool and whose rest is in the chunk. `more`: it was too long to
  /// be held as a whole, and goes on in the next line.
  void join(Spool spool, Part rest, boolean more) {
    int held = spool.length();
    var line = new byte[held + rest.to - rest.from];
    spool.read(line);
    System.arraycopy(workspace.chunk, rest.from, line, held, rest.to - rest.from);
    continued = more;
    add(line, 0, line.length, rest.wallMs);
    continued = false;
    lines = 1;
  }

  /// A line of our own, in the style of the stream.
  void say(String text, boolean atStartOfLine, long wallMs) {
    if (!atStartOfLine) {
      workspace.page.add('\n');
    }
    var line = utf8(text);
    add(line, 0, line.length, wallMs);
  }

  private void add(byte[] bytes, int from, int to, long wallMs) {
    switch (style) {
      case LineStyle.Raw _ -> plain(bytes, from, to);
      case LineStyle.Stamped(var format) -> {
        workspace.page.add(format.stamp(wallMs));
        plain(bytes, from, to);
      }
      case LineStyle.JsonLine(_, var format) -> record(bytes, from, to, format.stamp(wallMs));
    }
  }

  private void plain(byte[] bytes, int from, int to) {
    workspace.page.add(bytes, from, to);
    if (continued) {
      workspace.page.add(CONTINUED);
    } else {
      workspace.page.add('\n');
    }
  }

  private void record(byte[] bytes, int from, int to, byte[] stamp) {
    var page = workspace.page;
    page.add(HEAD);
    JsonText.add(bytes, from, to, page);
    page.add(MIDDLE);
    JsonText.add(stamp, 0, stamp.length, page);
    page.add(tail);
    if (continued) {
      page.add(PARTIAL);
    }
    page.add(END);
  }
}
