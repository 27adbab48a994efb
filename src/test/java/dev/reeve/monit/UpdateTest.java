package dev.reeve.monit;

import static dev.reeve.monit.Story.app;
import static dev.reeve.monit.Story.out;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.InstanceId;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Status;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The rules of the dashboard.
class UpdateTest {
  private static final InstanceView API = app(0, "api", Status.ONLINE);
  private static final InstanceView WEB = app(1, "web", Status.ONLINE);
  private static final InstanceView WORKER = app(2, "Worker", Status.STOPPED);

  private final Story story = new Story();

  @Test
  void the_first_app_is_selected_and_attended_to() {
    story.listed(API, WEB);
    assertThat(story.selected()).isEqualTo("api");
    assertThat(story.effects).containsExactly(attend(0));
  }

  @Test
  void arrows_and_letters_move_the_selection_and_stop_at_the_ends() {
    story.listed(API, WEB, WORKER).press(Key.Named.UP).type("j");
    assertThat(story.selected()).isEqualTo("web");
    assertThat(story.press(Key.Named.END, Key.Named.DOWN).selected()).isEqualTo("Worker");
    assertThat(story.type("k").selected()).isEqualTo("web");
    assertThat(story.press(Key.Named.HOME).selected()).isEqualTo("api");
    assertThat(story.effects)
        .containsExactly(attend(0), attend(1), attend(2), attend(1), attend(0));
  }

  @Test
  void the_selection_stays_with_its_app_and_then_with_its_place() {
    story.listed(API, WEB, WORKER).press(Key.Named.DOWN).listed(WEB, WORKER);
    assertThat(story.selected()).isEqualTo("web");
    assertThat(story.listed(API, WORKER).selected()).isEqualTo("api");
    assertThat(story.listed().selected()).isEmpty();
    assertThat(story.effects).endsWith(new Effect.Attend(null));
  }

  @Test
  void another_selection_forgets_log_and_data_of_the_one_before() {
    story.listed(API, WEB).wrote(0, out("one"));
    story.then(new Event.Described(Story.detail(API))).press(Key.Named.DOWN);
    assertThat(story.view.log()).isEqualTo(Log.EMPTY);
    assertThat(story.view.detail()).isNull();

    story.wrote(0, out("late")).then(new Event.Described(Story.detail(API)));
    assertThat(story.view.log()).isEqualTo(Log.EMPTY);
    assertThat(story.view.detail()).isNull();
  }

  @Test
  void a_filter_shows_what_contains_it_in_any_case_until_escape() {
    story.listed(API, WEB, WORKER).type("/wOr");
    assertThat(story.selected()).isEqualTo("Worker");
    assertThat(story.press(Key.Named.BACKSPACE).view.apps().filter()).isEqualTo("wO");

    story.press(Key.Named.ENTER).type("q");
    assertThat(story.effects).endsWith(new Effect.Quit());
    assertThat(story.view.apps().shown()).containsExactly(WORKER);

    story.press(Key.Named.ESCAPE);
    assertThat(story.view.apps().shown()).hasSize(3);
    assertThat(story.selected()).isEqualTo("Worker");
  }

  @Test
  void letters_are_no_commands_while_a_filter_is_typed() {
    story.listed(API).type("/srq");
    assertThat(story.effects).containsExactly(attend(0), new Effect.Attend(null));
    assertThat(story.type("日").press(Key.Named.BACKSPACE).view.apps().filter()).isEqualTo("srq");
    assertThat(story.press(Key.Named.ESCAPE).view.apps().filter()).isEmpty();
  }

  @Test
  void an_action_is_for_the_selected_app_and_says_how_it_went() {
    story.listed(API, WEB).press(Key.Named.DOWN).type("s");
    assertThat(story.effects)
        .endsWith(new Effect.Act(Effect.Action.STOP, new InstanceId(1), "web[1]"));
    assertThat(story.view.notice().text()).isEqualTo("stop web[1]…");

    story.then(new Event.Acted("web[1] stopped", true));
    assertThat(story.view.notice())
        .isEqualTo(new View.Notice("web[1] stopped", View.Notice.Tone.GOOD));
    assertThat(story.type("r").effects)
        .endsWith(new Effect.Act(Effect.Action.RESTART, new InstanceId(1), "web[1]"));
    assertThat(story.type("l").effects)
        .endsWith(new Effect.Act(Effect.Action.RELOAD, new InstanceId(1), "web[1]"));
    assertThat(Effect.Action.RELOAD.done()).contains("restarted, as there is no reload");
  }

  @Test
  void an_action_without_an_app_or_without_a_daemon_is_refused() {
    assertThat(story.type("s").view.notice().text()).isEqualTo("no app is selected");
    story.listed(API).then(new Event.Lost("gone")).type("s");
    assertThat(story.view.notice().text()).isEqualTo("there is no daemon to stop api");
    assertThat(story.effects).containsExactly(attend(0));
  }

  @Test
  void who_has_scrolled_back_goes_on_seeing_the_same_lines() {
    story.listed(API).wrote(0, lines(0, 100)).press(Key.Named.PAGE_UP);
    int back = story.view.log().back();
    assertThat(back).isEqualTo(Places.of(Size.LEAST).logLines());

    story.wrote(0, lines(100, 110));
    assertThat(story.view.log().back()).isEqualTo(back + 10);
    story.press(Key.Named.TAB, Key.Named.END);
    assertThat(story.view.log().back()).isZero();
    story.press(Key.Named.HOME);
    assertThat(story.view.log().back()).isEqualTo(109);
    story.press(Key.Named.PAGE_DOWN, Key.Named.DOWN);
    assertThat(story.view.log().back()).isEqualTo(109 - back - 1);
  }

  @Test
  void memory_is_bounded() {
    story.listed(API).wrote(0, lines(0, 300)).wrote(0, lines(300, 900));
    assertThat(story.view.log().lines()).hasSize(Log.MAX_LINES).endsWith(out("line 899"));
    for (int i = 0; i < 300; i++) {
      story.listed(API);
    }
    assertThat(story.view.apps().history().samples()).hasSize(History.MAX_SAMPLES);
    assertThat(out("x".repeat(100_000)).text()).hasSizeLessThan(5000);
    assertThat(story.listed(WEB).view.apps().histories()).containsOnlyKeys(new InstanceId(1));
  }

  @Test
  void the_focus_goes_round_and_moves_the_data_pane() {
    story.listed(API).then(new Event.Described(Story.detail(API)));
    story.press(Key.Named.LEFT);
    assertThat(story.view.hands().focus()).isEqualTo(View.Focus.INFO);
    story.press(Key.Named.END);
    int down = story.view.hands().infoDown();
    assertThat(down)
        .isEqualTo(Info.of(story.view).size() - Places.of(Size.LEAST).infoLines())
        .isPositive();
    assertThat(story.press(Key.Named.UP).view.hands().infoDown()).isEqualTo(down - 1);
    story.press(Key.Named.RIGHT, Key.Named.TAB, Key.Named.BACK_TAB);
    assertThat(story.view.hands().focus()).isEqualTo(View.Focus.APPS);
  }

  @Test
  void help_is_closed_by_any_key_and_ctrl_c_leaves_from_everywhere() {
    story.type("?");
    assertThat(story.view.hands().mode()).isEqualTo(View.Mode.HELP);
    story.type("q");
    assertThat(story.view.hands().mode()).isEqualTo(View.Mode.COMMANDS);
    assertThat(story.effects).isEmpty();
    story.type("h").press(Key.Named.INTERRUPT);
    assertThat(story.effects).containsExactly(new Effect.Quit());
  }

  @Test
  void a_daemon_that_comes_back_is_believed_at_once() {
    story.listed(API).then(new Event.Lost("nobody listens"));
    assertThat(story.view.link()).isEqualTo(new View.Link.Gone("nobody listens"));
    assertThat(story.view.apps().all()).containsExactly(API);
    assertThat(story.listed(WEB).view.link()).isEqualTo(new View.Link.Up());
    assertThat(story.selected()).isEqualTo("web");
  }

  @Test
  void a_terminal_that_is_gone_ends_it() {
    assertThat(story.then(new Event.TerminalGone()).effects).containsExactly(new Effect.Quit());
  }

  private static Effect attend(int id) {
    return new Effect.Attend(new InstanceId(id));
  }

  private static LogLine[] lines(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> out("line " + i)).toArray(LogLine[]::new);
  }
}
