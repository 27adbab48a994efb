package dev.reeve.cli;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.InstanceId;
import dev.reeve.model.StdStream;
import dev.reeve.term.Style;
import dev.reeve.term.Width;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `logs`: the last lines of each file, then each line as the daemon pushes it.
record LogsCommand(Session session, Arguments arguments) {
  private static final int USUAL_LINES = 15;
  private static final int NAME_COLUMNS = 8;
  private static final List<Style> COLOURS =
      List.of(Style.GREEN, Style.CYAN, Style.MAGENTA, Style.BLUE, Style.YELLOW);

  int run() throws Failed, NoAnswer {
    var words = new ArrayList<String>();
    for (var word : arguments.words()) {
      words.add(Acting.checked(word));
    }
    var targets = words.isEmpty() ? List.of("all") : words;
    var reply = session.ask(new Request.Follow(targets, streams()));
    if (!(reply instanceof Reply.Following(var positions))) {
      throw Session.unexpected(reply);
    }
    int lines = arguments.count("lines", USUAL_LINES);
    if (lines > 0) {
      tell(lines, targets);
      history(positions, lines);
    }
    session.out().flush();
    if (!arguments.has("nostream")) {
      session.daemon().follow(this::push, () -> !session.out().checkError());
    }
    return Exits.DONE;
  }

  private Set<StdStream> streams() {
    if (arguments.has("err") == arguments.has("out")) {
      return EnumSet.allOf(StdStream.class);
    }
    return EnumSet.of(arguments.has("err") ? StdStream.ERR : StdStream.OUT);
  }

  private void tell(int lines, List<String> targets) {
    session
        .notices()
        .say(
            "up to "
                + lines
                + " lines of history a file for "
                + String.join(", ", targets)
                + "; --lines <n> asks for another number");
  }

  /// A file that several instances share is printed once.
  private void history(List<Reply.LogPosition> positions, int lines) {
    var done = new HashSet<String>();
    for (var position : positions) {
      var path = Path.of(position.path());
      if (!done.add(position.path()) || !Files.isReadable(path)) {
        continue;
      }
      session.notices().print("--- " + path);
      try {
        for (var line : LogHistory.last(path, position.size(), lines)) {
          line(position.id(), position.name(), position.stream(), line);
        }
      } catch (IOException unreadable) {
        session.notices().warn(path + " can't be read: " + unreadable.getMessage());
      }
      session.out().flush();
      session.notices().print("");
    }
  }

  private void push(Push push) {
    switch (push) {
      case Push.Line(var id, var name, var stream, var text, long _) ->
          line(id, name, stream, text);
      case Push.Dropped(long lines) ->
          session.notices().warn("[" + lines + " lines dropped: they are in the log files]");
      case Push.Progress _ -> {}
    }
  }

  private void line(InstanceId id, String name, StdStream stream, String text) {
    var out = session.out();
    if (!arguments.has("raw")) {
      var label = Width.pad(id + "|" + Width.pad(name, NAME_COLUMNS), NAME_COLUMNS + 2);
      var colour = COLOURS.get(Math.floorMod(name.hashCode(), COLOURS.size()));
      out.print(session.paint().apply(stream == StdStream.ERR ? Style.RED : colour, label + " | "));
    }
    out.print(text);
    out.print('\n');
  }
}
