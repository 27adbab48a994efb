package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.model.Printable;
import dev.reeve.term.Paint;
import dev.reeve.term.Progress;
import dev.reeve.term.Style;
import java.io.PrintStream;

/// What people are told, on standard error, unless they asked for silence.
final class Notices {
  private final PrintStream err;
  private final PrintStream cursor;
  private final Paint paint;
  private final String name;
  private final boolean silent;

  Notices(CliContext context, boolean silent) {
    this.err = context.streams().err();
    this.cursor = context.streams().rawErr();
    this.paint = new Paint(context.terminal().colours() && context.terminal().progress());
    this.name = context.program();
    this.silent = silent;
  }

  void say(String text) {
    print(paint.apply(Style.GREEN, "[" + name + "] ") + text);
  }

  void warn(String text) {
    print(paint.apply(Style.YELLOW, "[" + name + "][WARN] ") + text);
  }

  void error(String text) {
    print(paint.apply(Style.RED, "[" + name + "][ERROR] ") + text);
  }

  /// How it went for one instance.
  void outcome(Reply.Outcome outcome) {
    var name = Printable.line(outcome.name()) + "[" + outcome.id() + "] ";
    if (outcome.ok()) {
      say(name + paint.apply(Style.GREEN, "✓"));
    } else {
      error(name + paint.apply(Style.RED, "✗") + " " + outcome.message());
    }
  }

  /// A line without the program's name before it.
  void print(String line) {
    if (!silent) {
      err.println(Printable.block(line));
      err.flush();
    }
  }

  void progress(int done, int total, String what, int columns) {
    if (!silent) {
      cursor.print(Progress.line(done, total, what, columns == 0 ? 80 : columns));
      cursor.flush();
    }
  }

  void endProgress() {
    if (!silent) {
      cursor.print(Progress.clear());
      cursor.flush();
    }
  }
}
