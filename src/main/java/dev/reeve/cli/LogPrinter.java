package dev.reeve.cli;

import dev.reeve.client.LineFilter;
import dev.reeve.client.LineSink;
import dev.reeve.client.LineTimes;
import dev.reeve.model.DateFormat;
import dev.reeve.model.InstanceId;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Printable;
import dev.reeve.model.StdStream;
import dev.reeve.term.Paint;
import dev.reeve.term.Style;
import dev.reeve.term.Width;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How lines look: with a label for people, as they are, as JSON, or as keys and values. A line of
/// a file that needs no other look is printed as the bytes that it is.
final class LogPrinter {
  private static final int NAME_COLUMNS = 8;
  private static final String USUAL_STAMP = "YYYY-MM-DDTHH:mm:ss";
  private static final List<Style> COLOURS =
      List.of(Style.GREEN, Style.CYAN, Style.MAGENTA, Style.BLUE, Style.YELLOW);

  /// How a line looks.
  private enum Look {
    LABELLED,
    RAW,
    JSON,
    PAIRS
  }

  /// Whose line it is.
  record Owner(InstanceId id, String name, StdStream stream) {}

  private final PrintStream out;
  private final Paint paint;
  private final Look look;
  private final @Nullable DateFormat stamp;
  private final @Nullable String highlight;
  private final DateFormat iso = new DateFormat("YYYY-MM-DDTHH:mm:ss.SSS[Z]", "", ZoneOffset.UTC);
  private final DateFormat pairs =
      new DateFormat("YYYY-MM-DD-HH:mm:ssZZ", "", ZoneId.systemDefault());

  LogPrinter(CliContext.Streams streams, Paint paint, Arguments arguments) {
    this.paint = paint;
    this.look = look(arguments);
    this.out = look == Look.RAW ? streams.rawOut() : streams.out();
    var format = arguments.text("timestamp");
    this.stamp =
        format == null || look == Look.RAW
            ? null
            : new DateFormat(
                format.equals("true") ? USUAL_STAMP : format, " ", ZoneId.systemDefault());
    this.highlight = paint.on() ? arguments.text("highlight") : null;
  }

  private static Look look(Arguments arguments) {
    if (arguments.has("json")) {
      return Look.JSON;
    }
    if (arguments.has("format")) {
      return Look.PAIRS;
    }
    return arguments.has("raw") ? Look.RAW : Look.LABELLED;
  }

  /// Whether a line must be taken apart to be printed.
  boolean needsTime() {
    return look == Look.JSON || look == Look.PAIRS || stamp != null;
  }

  /// Prints lines of a file; `times` reads their time, null if they have none. A reader who has
  /// gone away ends it.
  LineSink past(Owner owner, @Nullable LineTimes times) {
    return new LineSink() {
      @Override
      public void line(byte[] bytes, int from, int to) {
        if (needsTime() || highlight != null) {
          apart(owner, LineFilter.text(bytes, from, to), times);
        } else {
          asItIs(owner, bytes, from, to);
        }
      }

      @Override
      public boolean goesOn() {
        return !out.checkError();
      }
    };
  }

  private void apart(Owner owner, String text, @Nullable LineTimes times) {
    var said = new LineTimes.Said(null, text);
    print(owner, text, times == null || !needsTime() ? said : times.read(text));
  }

  private void asItIs(Owner owner, byte[] bytes, int from, int to) {
    if (look == Look.LABELLED) {
      out.print(label(owner));
    }
    out.write(bytes, from, to - from);
    out.write('\n');
  }

  /// A line that has just been written; `shown` is what stands in its file.
  void live(Owner owner, String shown, String text, long atMs) {
    print(owner, shown, new LineTimes.Said(atMs, text));
  }

  private void print(Owner owner, String shown, LineTimes.Said said) {
    switch (look) {
      case JSON -> out.print(json(owner, said));
      case PAIRS -> out.print(pairs(owner, said));
      case RAW -> out.print(marked(shown));
      case LABELLED -> {
        if (stamp != null && said.atMs() != null) {
          out.print(text(stamp, said.atMs()));
        }
        out.print(label(owner));
        out.print(marked(shown));
      }
    }
    out.print('\n');
  }

  private String json(Owner owner, LineTimes.Said said) {
    return Json.write(
        JsonObject.empty()
            .with("message", said.message())
            .with("timestamp", said.atMs() == null ? null : text(iso, said.atMs()))
            .with("type", owner.stream.word())
            .with("process_id", owner.id.number())
            .with("app_name", owner.name));
  }

  private String pairs(Owner owner, LineTimes.Said said) {
    var time = said.atMs() == null ? "" : text(stamp == null ? pairs : stamp, said.atMs()).strip();
    return "timestamp="
        + time
        + " app="
        + Printable.line(owner.name)
        + " id="
        + owner.id
        + " type="
        + (owner.stream == StdStream.ERR ? "error" : "out")
        + " message="
        + said.message();
  }

  private static String text(DateFormat format, long atMs) {
    return new String(format.stamp(atMs), StandardCharsets.UTF_8);
  }

  /// Each name has its colour; errors are red.
  private String label(Owner owner) {
    var name = Printable.line(owner.name);
    var label = Width.pad(owner.id + "|" + Width.pad(name, NAME_COLUMNS), NAME_COLUMNS + 2);
    var colour = COLOURS.get(Math.floorMod(owner.name.hashCode(), COLOURS.size()));
    return paint.apply(owner.stream == StdStream.ERR ? Style.RED : colour, label + " | ");
  }

  private String marked(String text) {
    return highlight == null || highlight.isEmpty()
        ? text
        : text.replace(highlight, paint.apply(Style.INVERSE, highlight));
  }
}
