package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Request;
import dev.reeve.config.Flag;
import dev.reeve.config.Kind;
import dev.reeve.config.Option;
import dev.reeve.config.OptionTable;
import dev.reeve.config.Support;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Identity;
import dev.reeve.model.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A flag of `start` and the key of the same meaning give the same app.
class AppFlagsTest {
  @TempDir Path folder;

  @Test
  void every_flag_gives_what_its_key_gives() throws Exception {
    try (var console = new Console(folder).daemon(Usual::reply).file("app.js", "")) {
      for (var option : OptionTable.all()) {
        for (var flag : option.flags()) {
          if (option.support() == Support.SUPPORTED) {
            same(console, option, flag);
          }
        }
      }
    }
  }

  @Test
  void a_letter_is_its_flag() throws Exception {
    try (var console = new Console(folder).daemon(Usual::reply).file("app.js", "")) {
      for (var option : OptionTable.all()) {
        for (var flag : option.flags()) {
          if (flag.letter() != null && option.support() == Support.SUPPORTED) {
            var value = value(option);
            console.run("start", "app.js", "-" + flag.letter(), value);
            console.run("start", "app.js", "--" + flag.name() + "=" + value);
            lastTwoAreTheSame(console, "-" + flag.letter());
          }
        }
      }
    }
  }

  @Test
  void a_flag_without_meaning_here_is_taken_in_silence() throws Exception {
    try (var console = new Console(folder).daemon(Usual::reply).file("app.js", "")) {
      for (var option : OptionTable.all()) {
        for (var flag : option.flags()) {
          if (option.support() == Support.IGNORED) {
            var run = console.run(line(option, flag));
            assertThat(run.exit()).as(flag.name()).isZero();
            assertThat(run.err()).doesNotContain("WARN");
          }
        }
      }
    }
  }

  /// As PM2 has it; in a file it is in milliseconds.
  @Test
  void a_delay_of_a_watch_is_in_seconds() throws Exception {
    try (var console = new Console(folder).daemon(Usual::reply).file("app.js", "")) {
      for (var words : List.of("--watch-delay 2", "--watch-delay=2", "--watch-delay 2000ms")) {
        var line = new ArrayList<>(List.of("start", "app.js", "--watch"));
        line.addAll(List.of(words.split(" ", -1)));
        assertThat(console.run(line.toArray(String[]::new)).exit()).isZero();
        var starts = console.asked().stream().filter(Request.Start.class::isInstance).toList();
        var watch = ((AppSpec) specs(starts.getLast()).getFirst()).care().renewal().watch();
        assertThat(watch.delay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(watch.on()).isTrue();
        assertThat(watch.paths()).isEmpty();
      }
    }
  }

  private static void same(Console console, Option option, Flag flag) {
    var app = new HashMap<String, Object>();
    app.put("script", "app.js");
    app.put(option.key(), option.kind() == Kind.BOOL ? flag.fixed() : value(option));
    assertThat(console.runWith(Json.write(app), "start", "-").exit()).as(flag.name()).isZero();
    assertThat(console.run(line(option, flag)).exit()).as(flag.name()).isZero();
    lastTwoAreTheSame(console, "--" + flag.name());
  }

  private static void lastTwoAreTheSame(Console console, String what) {
    var starts = console.asked().stream().filter(Request.Start.class::isInstance).toList();
    var two = starts.subList(starts.size() - 2, starts.size());
    assertThat(specs(two.getLast())).as(what).hasSize(1).isEqualTo(specs(two.getFirst()));
  }

  private static List<?> specs(Request request) {
    return request instanceof Request.Start(var specs, boolean _) ? specs : List.of();
  }

  private static String[] line(Option option, Flag flag) {
    var words = new ArrayList<>(List.of("start", "app.js", "--" + flag.name()));
    if (flag.takes() != Flag.Takes.NOTHING) {
      words.add(value(option));
    }
    return words.toArray(String[]::new);
  }

  private static String value(Option option) {
    return switch (option.key()) {
      case "interpreter" -> "bash";
      case "name" -> "web";
      case "cwd" -> ".";
      case "env_file" -> "app.js";
      case "uid" -> String.valueOf(Identity.ofThisProcess().uid());
      case "gid" -> String.valueOf(Identity.ofThisProcess().gid());
      default ->
          switch (option.kind()) {
            case DURATION -> "7s";
            case EXIT_CODES -> "143";
            default -> option.kind().example();
          };
    };
  }
}
