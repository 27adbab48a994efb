package dev.reeve.monit;

import dev.reeve.model.InstanceId;
import dev.reeve.monit.View.Link;
import dev.reeve.monit.View.Mode;
import dev.reeve.monit.View.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// View × event → view, effects; pure and total.
final class Update {
  private static final int END = 1_000_000;

  private Update() {}

  static Step apply(View view, Event event) {
    var step =
        switch (event) {
          case Event.Pressed(var key) -> onKey(view, key);
          case Event.Resized(var size) -> Step.of(view.with(size));
          case Event.Listed(var views, long nowMs) ->
              Step.of(view.at(nowMs).with(view.apps().listed(views)).with(new Link.Up()));
          case Event.Described(var detail) ->
              Step.of(isSelected(view, detail.view().id()) ? view.with(detail) : view);
          case Event.Opened(var id, var history) ->
              Step.of(isSelected(view, id) ? view.with(Log.EMPTY.with(history)) : view);
          case Event.Wrote(var id, var lines) ->
              Step.of(isSelected(view, id) ? view.with(view.log().with(lines)) : view);
          case Event.Acted(var sentence, boolean ok) ->
              Step.of(view.with(new Notice(sentence, ok ? Notice.Tone.GOOD : Notice.Tone.BAD)));
          case Event.Lost(var why) -> Step.of(view.with(new Link.Gone(why)));
          case Event.TerminalGone() -> Step.of(view, new Effect.Quit());
        };
    return attended(view, step);
  }

  private static boolean isSelected(View view, InstanceId id) {
    return id.equals(view.apps().selected());
  }

  /// Whoever is selected now is the one that is followed: the one place that says so.
  private static Step attended(View before, Step step) {
    var selected = step.view().apps().selected();
    if (Objects.equals(before.apps().selected(), selected)) {
      return step;
    }
    var effects = new ArrayList<>(step.effects());
    effects.add(new Effect.Attend(selected));
    var view = step.view();
    var fresh =
        new View(
            view.size(),
            view.link(),
            view.apps(),
            Log.EMPTY,
            null,
            view.hands().infoDown(0),
            view.notice(),
            view.nowMs());
    return new Step(fresh, List.copyOf(effects));
  }

  private static Step onKey(View view, Key key) {
    if (key == Key.Named.INTERRUPT) {
      return Step.of(view, new Effect.Quit());
    }
    if (key == Key.Named.REDRAW) {
      return Step.of(view, new Effect.Redraw());
    }
    return switch (view.hands().mode()) {
      case HELP -> Step.of(view.with(view.hands().mode(Mode.COMMANDS)));
      case FILTER -> Step.of(onFilterKey(view, key));
      case COMMANDS ->
          switch (key) {
            case Key.Named named -> Step.of(onNamed(view, named));
            case Key.Typed typed -> onLetter(view, typed);
          };
    };
  }

  private static View onFilterKey(View view, Key key) {
    var filter = view.apps().filter();
    return switch (key) {
      case Key.Typed typed -> view.with(view.apps().filtered(filter + typed.text()));
      case Key.Named.BACKSPACE -> {
        int end = filter.isEmpty() ? 0 : filter.offsetByCodePoints(filter.length(), -1);
        yield view.with(view.apps().filtered(filter.substring(0, end)));
      }
      case Key.Named.ENTER -> view.with(view.hands().mode(Mode.COMMANDS));
      case Key.Named.ESCAPE ->
          view.with(view.apps().filtered("")).with(view.hands().mode(Mode.COMMANDS));
      case Key.Named other -> onNamed(view, other);
    };
  }

  private static View onNamed(View view, Key.Named key) {
    int page = Places.of(view.size()).logLines();
    return switch (key) {
      case UP -> moved(view, -1);
      case DOWN -> moved(view, 1);
      case HOME -> moved(view, -END);
      case END -> moved(view, END);
      case PAGE_UP -> view.with(view.log().scrolled(page));
      case PAGE_DOWN -> view.with(view.log().scrolled(-page));
      case TAB, RIGHT -> view.with(view.hands().focus(view.hands().focus().next()));
      case BACK_TAB, LEFT -> view.with(view.hands().focus(view.hands().focus().next().next()));
      case ESCAPE -> view.with(view.apps().filtered("")).with(Notice.NONE);
      case ENTER, BACKSPACE, INTERRUPT, REDRAW -> view;
    };
  }

  /// Down by a positive number, in the pane that has the focus.
  private static View moved(View view, int by) {
    return switch (view.hands().focus()) {
      case APPS -> view.with(view.apps().moved(by));
      case LOG -> view.with(view.log().scrolled(-by));
      case INFO -> {
        int below = Info.of(view).size() - Places.of(view.size()).infoLines();
        long down = (long) view.hands().infoDown() + by;
        yield view.with(view.hands().infoDown(Math.clamp(down, 0, Math.max(0, below))));
      }
    };
  }

  private static Step onLetter(View view, Key.Typed key) {
    return switch (key.codePoint()) {
      case 'q' -> Step.of(view, new Effect.Quit());
      case 'j' -> Step.of(moved(view, 1));
      case 'k' -> Step.of(moved(view, -1));
      case '/' -> Step.of(view.with(view.hands().mode(Mode.FILTER)));
      case '?', 'h' -> Step.of(view.with(view.hands().mode(Mode.HELP)));
      case 'r' -> act(view, Effect.Action.RESTART);
      case 's' -> act(view, Effect.Action.STOP);
      case 'l' -> act(view, Effect.Action.RELOAD);
      default -> Step.of(view);
    };
  }

  private static Step act(View view, Effect.Action action) {
    var chosen = view.apps().chosen();
    if (chosen == null) {
      return Step.of(view.with(new Notice("no app is selected", Notice.Tone.BAD)));
    }
    if (view.link() instanceof Link.Gone) {
      var sentence = "there is no daemon to " + action.verb() + " " + chosen.name();
      return Step.of(view.with(new Notice(sentence, Notice.Tone.BAD)));
    }
    var label = chosen.name() + "[" + chosen.id() + "]";
    var notice = new Notice(action.verb() + " " + label + "…", Notice.Tone.PLAIN);
    return Step.of(view.with(notice), new Effect.Act(action, chosen.id(), label));
  }
}
