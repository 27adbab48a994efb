package dev.reeve.monit;

import static dev.reeve.monit.Story.app;
import static dev.reeve.monit.Story.err;
import static dev.reeve.monit.Story.out;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.fake.Shown;
import dev.reeve.golden.Golden;
import dev.reeve.model.InstanceId;
import dev.reeve.model.Status;
import dev.reeve.term.Width;
import dev.tamboui.buffer.Buffer;
import dev.tamboui.text.CharWidth;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What people see.
class RenderTest {
  private static final Size WIDE = new Size(120, 40);

  private final Story story = new Story();

  @Test
  void all_panes_fit_80_by_24() {
    usual();
    Golden.check("monit/80x24.txt", text(story.view));
  }

  @Test
  void all_panes_grow_to_120_by_40() {
    usual().then(new Event.Resized(WIDE));
    Golden.check("monit/120x40.txt", text(story.view));
  }

  @Test
  void a_filter_help_and_an_action_have_their_place() {
    usual().type("/na");
    var all = new StringBuilder(text(story.view));
    story.press(Key.Named.ENTER).type("?");
    all.append(text(story.view));
    story.type("x").type("s").then(new Event.Acted("nanoclaw[0] stopped", true));
    all.append(text(story.view));
    Golden.check("monit/keys.txt", all.toString());
  }

  @Test
  void a_daemon_that_is_gone_is_said_and_the_last_list_stays() {
    usual().then(new Event.Lost("no daemon is running: nobody listens on /h/reeve.sock"));
    assertThat(text(story.view))
        .startsWith("Reeve  no daemon, waiting for one: no daemon is running");
    assertThat(text(story.view)).contains("nanoclaw");
  }

  @Test
  void a_terminal_that_is_too_small_is_told_so_in_one_sentence() {
    usual().then(new Event.Resized(new Size(60, 20)));
    assertThat(text(story.view).strip()).isEqualTo("the terminal is 60x20; monit needs 80x24");
    story.then(new Event.Resized(new Size(0, 0))).then(new Event.Resized(new Size(1, 1)));
    assertThat(text(story.view).strip()).isEqualTo("…");
  }

  @Test
  void any_size_can_be_drawn_in_any_mode() {
    usual();
    for (int columns = 0; columns < 260; columns += 13) {
      for (int rows = 0; rows < 100; rows += 7) {
        story.then(new Event.Resized(new Size(columns, rows))).type("?");
        assertThat(Render.frame(story.view, true).height()).isEqualTo(rows);
        story.type("x").type("/zz").press(Key.Named.ESCAPE, Key.Named.LEFT, Key.Named.END);
      }
    }
  }

  @Test
  void nothing_that_an_app_writes_or_is_called_commands_the_terminal() {
    story.listed(app(0, "ev\u001b[2Jil\u0007", Status.ONLINE));
    story.wrote(0, out("\u001b[31mred\u001b[0m\tand \u001b]0;title\u0007back\r\u009b5A"));
    story.wrote(0, out("left\u202eright"));
    var text = text(story.view);
    assertThat(text)
        .contains("│  0 evil ")
        .contains("│out red    and back5A ")
        .contains("leftright");
    assertThat(text).doesNotContain("\u001b").doesNotContain("\u202e").doesNotContain("\u009b");
  }

  @Test
  void out_and_err_are_told_apart_by_word_and_by_colour() {
    story.listed(app(0, "api", Status.ONLINE)).wrote(0, out("fine"), err("not fine"));
    var frame = Render.frame(story.view, true);
    int row = rowOf(frame, "err not fine");
    assertThat(frame.get(5, row).style()).isEqualTo(Look.BAD.style(true));
    assertThat(frame.get(5, row - 1).style()).isEqualTo(Look.PLAIN.style(true));
  }

  @Test
  void without_colours_there_are_none() {
    usual();
    var frame = Render.frame(story.view, false);
    for (int y = 0; y < frame.height(); y++) {
      for (int x = 0; x < frame.width(); x++) {
        assertThat(frame.get(x, y).style().fg()).isEmpty();
      }
    }
  }

  @Test
  void wide_characters_are_as_wide_to_the_cells_as_to_us() {
    for (var text : List.of("日本語のサービス", "e\u0301te\u0301", "한국어", "ｆｕｌｌ", "…↑│▁█", "👍", "ไทย")) {
      assertThat(CharWidth.of(text)).as(text).isEqualTo(Width.of(text));
    }
  }

  private Story usual() {
    var api = app(0, "nanoclaw", Status.ONLINE);
    for (int i = 0; i < 30; i++) {
      story.listed(
          Shown.using(api, i * 3.3, 40_000_000L + i * 500_000L),
          app(1, "oracle-v2", Status.WAITING_RESTART, "exit code 1, again in 3 s"),
          app(2, "日本語のサービスの名前が長い", Status.ERRORED, "16 unstable runs in a row"),
          app(3, "worker", Status.STOPPED));
    }
    story.then(new Event.Described(Story.detail(api)));
    story.then(
        new Event.Opened(
            new InstanceId(0), List.of(LogLine.note("── /var/log/out.log"), out("listening"))));
    return story.wrote(
        0,
        err("Error: 接続が拒否されました"),
        out("a long line that goes on and on, ".repeat(4) + "to its end"),
        out("ready"));
  }

  private static int rowOf(Buffer frame, String text) {
    var lines = text(frame).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i;
      }
    }
    throw new AssertionError("no row has " + text);
  }

  private static String text(View view) {
    return text(Render.frame(view, true));
  }

  /// A row a line, less the blanks at its end.
  private static String text(Buffer frame) {
    var text = new StringBuilder();
    for (int y = 0; y < frame.height(); y++) {
      var line = new StringBuilder();
      for (int x = 0; x < frame.width(); x++) {
        if (!frame.get(x, y).isContinuation()) {
          line.append(frame.get(x, y).symbol());
        }
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
