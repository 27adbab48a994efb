package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.fake.FakeDaemon;
import dev.reeve.fake.Shown;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Home;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.InstanceId;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Status;
import dev.reeve.model.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A user at a terminal: types commands, sees both streams and the exit code.
final class Console implements AutoCloseable {
  static final long NOW_MS = Shown.NOW_MS;

  /// What one command did.
  record Run(int exit, String out, String err) {}

  private final Path folder;
  private final Map<String, String> env = new HashMap<>();
  private final List<String> handedOver = new ArrayList<>();
  private @Nullable FakeDaemon daemon;
  private int columns;
  private boolean colours;
  private String program = "reeve";
  private @Nullable String lastSeen;

  Console(Path folder) {
    this.folder = folder;
    env.put("PATH", Objects.requireNonNull(System.getenv("PATH")));
    env.put("HOME", folder.toString());
  }

  Home home() {
    return new Home(folder.resolve("h"));
  }

  Console daemon(Function<Request, Reply> answers) throws IOException {
    return story(request -> FakeDaemon.Turn.of(answers.apply(request)));
  }

  Console story(Function<Request, FakeDaemon.Turn> story) throws IOException {
    Files.createDirectories(home().root());
    daemon = new FakeDaemon(home().socket(), story);
    return this;
  }

  Console columns(int room) {
    columns = room;
    return this;
  }

  Console colours() {
    colours = true;
    return this;
  }

  Console program(String name) {
    program = name;
    return this;
  }

  Console env(String name, String value) {
    env.put(name, value);
    return this;
  }

  Console file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return this;
  }

  List<Request> asked() {
    return Objects.requireNonNull(daemon).asked();
  }

  /// What the dashboard was given, a line each time.
  List<String> handedOver() {
    return handedOver;
  }

  Run run(String... words) {
    return runWith("", words);
  }

  /// A reader who goes away when a text has been seen, as `| head` does.
  Console until(String text) {
    lastSeen = text;
    return this;
  }

  /// Fails from the moment on that its reader has seen enough.
  private static final class Seen extends ByteArrayOutputStream {
    private final @Nullable String last;

    Seen(@Nullable String last) {
      this.last = last;
    }

    @Override
    public void flush() throws IOException {
      if (last != null && toString(StandardCharsets.UTF_8).contains(last)) {
        throw new IOException("Broken pipe");
      }
    }
  }

  Run runWith(String stdin, String... words) {
    var out = new Seen(lastSeen);
    var err = new ByteArrayOutputStream();
    var streams =
        new CliContext.Streams(
            new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8));
    var context =
        new CliContext(
            env,
            home(),
            program,
            folder,
            folder.resolve("launcher"),
            "0.1.0",
            streams,
            new CliContext.Terminal(columns, colours, columns > 0),
            () -> NOW_MS,
            (home, colours) -> {
              handedOver.add(home + " " + colours);
              return Exits.DONE;
            });
    int exit = Cli.run(words, context);
    return new Run(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static InstanceView view(int id, String name, Status status, @Nullable String note) {
    return Shown.view(id, name, status, note);
  }

  static InstanceDetail detail(InstanceView view) {
    var files =
        new InstanceDetail.LogFiles(
            "/var/log/jellycore/a-folder-with-a-long-name-for-logs/nanoclaw-out.log",
            null,
            null,
            "/home/node/.reeve/pids/nanoclaw-0.pid");
    return Shown.detail(view, "dist/index.js", files);
  }

  /// The same of an app with another program.
  static InstanceDetail detail(InstanceView view, AppSpec.Command command) {
    var usual = detail(view);
    var spec = usual.spec();
    return new InstanceDetail(
        view,
        new AppSpec(
            view.name(),
            view.namespace(),
            command,
            spec.instances(),
            spec.environment(),
            spec.logs(),
            spec.start(),
            spec.restart(),
            spec.stop(),
            null),
        usual.files(),
        usual.environment(),
        null,
        List.of(),
        0,
        0,
        Telemetry.NONE,
        null);
  }

  static Reply.Outcome outcome(int id, String name, boolean ok, String message) {
    return new Reply.Outcome(new InstanceId(id), name, ok, message);
  }

  @Override
  public void close() throws IOException {
    if (daemon != null) {
      daemon.close();
    }
  }
}
