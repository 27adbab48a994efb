package dev.reeve.monit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What reaches the terminal.
class ScreenTest {
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final Screen screen = new Screen(terminal);
  private final Story story = new Story().listed(Story.app(0, "api", Status.ONLINE));

  @Test
  void a_frame_that_is_the_same_writes_nothing_new() throws Exception {
    assertThat(drawn()).contains("\u001b[2J").contains("api");
    assertThat(drawn().length()).isLessThan(10);
    story.then(new Event.Acted("done", true));
    assertThat(drawn()).contains("done").doesNotContain("api").doesNotContain("\u001b[2J");
  }

  @Test
  void another_size_or_a_wish_draws_everything_anew() throws Exception {
    drawn();
    screen.forget();
    assertThat(drawn()).contains("\u001b[2J").contains("api");
    story.then(new Event.Resized(new Size(100, 30)));
    assertThat(drawn()).contains("\u001b[2J").contains("api");
  }

  @Test
  void nothing_is_drawn_on_a_terminal_that_was_given_back() throws Exception {
    screen.close();
    assertThat(drawn()).isEmpty();
  }

  private String drawn() throws Exception {
    terminal.reset();
    screen.draw(Render.frame(story.view, true));
    return terminal.toString(StandardCharsets.UTF_8);
  }
}
