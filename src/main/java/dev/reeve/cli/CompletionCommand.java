package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.Connection;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.InstanceView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// `completion`: the script for a shell, and with `--` what that script asks for at each press of
/// the key. PM2's own script asks in the same way, and is answered in its words.
record CompletionCommand(Session session, Arguments arguments) {
  private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  /// A key that was pressed is answered soon or not at all.
  private static final Duration LIMIT = Duration.ofSeconds(2);

  int run() throws Failed {
    var word = arguments.words().isEmpty() ? "" : arguments.word();
    var typed = arguments.afterDashes();
    if (typed != null) {
      return suggest(word, typed);
    }
    if (word.equals("install")) {
      return install(shell());
    }
    var shell = word.isEmpty() ? shell() : word;
    if (!SHELLS.contains(shell)) {
      throw Failed.usage(
          "there is no completion for '" + shell + "'", "write bash, zsh, fish or install");
    }
    session.out().print(script(shell));
    return Exits.DONE;
  }

  /// The caller's shell, bash when it is none that completes by this.
  private String shell() {
    var path = session.context().env().getOrDefault("SHELL", "bash");
    var name = path.substring(path.lastIndexOf('/') + 1);
    return SHELLS.contains(name) ? name : "bash";
  }

  private String script(String shell) {
    try (InputStream in = CompletionCommand.class.getResourceAsStream("completion." + shell)) {
      var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.replace("@NAME@", session.context().program());
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }

  private int install(String shell) throws Failed {
    var home = Path.of(session.context().env().getOrDefault("HOME", ""));
    var file =
        switch (shell) {
          case "zsh" -> home.resolve(".zshrc");
          case "fish" ->
              home.resolve(".config/fish/completions")
                  .resolve(session.context().program() + ".fish");
          default -> home.resolve(".bashrc");
        };
    var script = script(shell);
    try {
      var before = Files.exists(file) ? Files.readString(file) : "";
      if (before.contains(script.lines().findFirst().orElseThrow())) {
        session.notices().say("completion is in " + file + " already");
        return Exits.DONE;
      }
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      var text = before.isEmpty() || before.endsWith("\n") ? script : "\n" + script;
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException refused) {
      throw Failed.refused(
          "could not write " + file + ": " + refused.getMessage(),
          "append what 'completion " + shell + "' prints to a file that your shell reads");
    }
    session.notices().say("completion is in " + file + "; open a new shell to use it");
    return Exits.DONE;
  }

  private int suggest(String shell, List<String> given) {
    var typed = typed(given);
    var found = new Completions(this::listing).of(typed);
    var lines = new ArrayList<String>();
    for (var each : found.words()) {
      lines.add(
          switch (shell) {
            case "fish" -> each.word() + "\t" + each.help();
            case "zsh" -> each.word().replace(":", "\\:") + ":" + each.help();
            default -> each.word();
          });
    }
    if (found.files() && !shell.isEmpty()) {
      lines.add(":files");
    }
    session.print(lines);
    return Exits.DONE;
  }

  /// The words up to the cursor, less the program's name. Bash splits words at more than blanks, so
  /// the line counts where it is given.
  private List<String> typed(List<String> given) {
    var line = session.context().env().get("COMP_LINE");
    var words = new ArrayList<>(given);
    if (line != null) {
      int point = Math.min(line.length(), number("COMP_POINT", line.length()));
      words = new ArrayList<>(List.of(line.substring(0, point).stripLeading().split("\\s+", -1)));
    }
    if (!words.isEmpty()) {
      words.removeFirst();
    }
    if (words.isEmpty()) {
      words.add("");
    }
    return words;
  }

  private int number(String variable, int otherwise) {
    var text = session.context().env().getOrDefault(variable, "");
    return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : otherwise;
  }

  /// The apps of a daemon that runs; none is started for a key that was pressed.
  private List<InstanceView> listing() {
    try (var connection = Connection.open(session.context().home())) {
      var reply = connection.call(new Request.Listing(), LIMIT);
      return reply instanceof Reply.Views(var views) ? views : List.of();
    } catch (NoAnswer none) {
      return List.of();
    }
  }
}
