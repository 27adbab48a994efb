package dev.reeve.monit;

import dev.reeve.model.InstanceDetail;
import org.jspecify.annotations.Nullable;

/// Everything that the screen shows. `detail` is of the selected instance, null until it is known.
record View(
    Size size,
    Link link,
    Apps apps,
    Log log,
    @Nullable InstanceDetail detail,
    Hands hands,
    Notice notice,
    long nowMs) {

  /// How it stands with the daemon.
  sealed interface Link {
    record Connecting() implements Link {}

    record Up() implements Link {}

    record Gone(String why) implements Link {}
  }

  /// Which pane the arrows move in.
  enum Focus {
    APPS,
    LOG,
    INFO;

    Focus next() {
      return switch (this) {
        case APPS -> LOG;
        case LOG -> INFO;
        case INFO -> APPS;
      };
    }
  }

  /// What the keys do now.
  enum Mode {
    COMMANDS,
    FILTER,
    HELP
  }

  /// Where the user's hands are. `infoDown` is how many lines of the metadata lie above what is
  /// shown.
  record Hands(Focus focus, Mode mode, int infoDown) {
    Hands focus(Focus other) {
      return new Hands(other, mode, infoDown);
    }

    Hands mode(Mode other) {
      return new Hands(focus, other, infoDown);
    }

    Hands infoDown(int lines) {
      return new Hands(focus, mode, lines);
    }
  }

  /// The status line.
  record Notice(String text, Tone tone) {
    static final Notice NONE = new Notice("", Tone.PLAIN);

    enum Tone {
      PLAIN,
      GOOD,
      BAD
    }
  }

  static View start(Size size, long nowMs) {
    var hands = new Hands(Focus.APPS, Mode.COMMANDS, 0);
    return new View(
        size, new Link.Connecting(), Apps.NONE, Log.EMPTY, null, hands, Notice.NONE, nowMs);
  }

  View with(Size other) {
    return new View(other, link, apps, log, detail, hands, notice, nowMs);
  }

  View with(Link other) {
    return new View(size, other, apps, log, detail, hands, notice, nowMs);
  }

  View with(Apps other) {
    return new View(size, link, other, log, detail, hands, notice, nowMs);
  }

  View with(Log other) {
    return new View(size, link, apps, other, detail, hands, notice, nowMs);
  }

  View with(@Nullable InstanceDetail other) {
    return new View(size, link, apps, log, other, hands, notice, nowMs);
  }

  View with(Hands other) {
    return new View(size, link, apps, log, detail, other, notice, nowMs);
  }

  View with(Notice other) {
    return new View(size, link, apps, log, detail, hands, other, nowMs);
  }

  View at(long ms) {
    return new View(size, link, apps, log, detail, hands, notice, ms);
  }
}
