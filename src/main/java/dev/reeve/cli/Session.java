package dev.reeve.cli;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.Connection;
import dev.reeve.client.DaemonStarter;
import dev.reeve.client.NoAnswer;
import dev.reeve.config.ConfigLoader;
import dev.reeve.config.Surroundings;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Printable;
import dev.reeve.term.Paint;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a command works with: where it runs, whom it tells, and the daemon, which is there from the
/// first question on.
final class Session implements AutoCloseable {
  /// For what the daemon knows at once.
  private static final Duration QUESTION = Duration.ofSeconds(10);

  /// For what takes as long as apps take to start and stop.
  private static final Duration ACTION = Duration.ofMinutes(15);

  private final CliContext context;
  private final Notices notices;
  private final boolean silent;
  private final Paint paint;
  private @Nullable Connection connection;

  Session(CliContext context, Arguments arguments) {
    this.context = context;
    this.silent = arguments.has("silent") || isOn(context.env().get("PM2_SILENT"));
    this.notices = new Notices(context, silent);
    boolean wanted = !Boolean.FALSE.equals(arguments.own().get("color"));
    this.paint = new Paint(context.terminal().colours() && wanted);
  }

  private static boolean isOn(@Nullable String variable) {
    return variable != null && !variable.isEmpty() && !variable.equals("false");
  }

  CliContext context() {
    return context;
  }

  Notices notices() {
    return notices;
  }

  Paint paint() {
    return paint;
  }

  PrintStream out() {
    return context.streams().out();
  }

  boolean silent() {
    return silent;
  }

  void print(List<String> lines) {
    var all = new StringBuilder();
    lines.forEach(line -> all.append(Printable.block(line)).append('\n'));
    out().print(all);
  }

  ConfigLoader loader() {
    return new ConfigLoader(
        new Surroundings(
            context.env(),
            context.home(),
            context.cwd(),
            context.streams().in(),
            Runtime.getRuntime().availableProcessors(),
            context.launcher()));
  }

  /// The connection to the daemon, which is started if it is not there.
  Connection daemon() throws NoAnswer {
    if (connection == null) {
      var starter =
          new DaemonStarter(context.home(), context.launcher(), DaemonStarter.Limits.USUAL);
      connection =
          starter.connect(
              () -> notices.say("no daemon yet: starting one for " + context.home().root()));
    }
    return connection;
  }

  /// Asks what is answered at once.
  Reply ask(Request request) throws NoAnswer, Failed {
    return granted(daemon().call(request, QUESTION));
  }

  /// Asks for something that takes its time, and shows how far it is.
  Reply act(Request request) throws NoAnswer, Failed {
    var daemon = daemon();
    return granted(watched(pushes -> daemon.call(request, ACTION, pushes)));
  }

  /// A question on whose way to the answer is told how far it is.
  interface Asking {
    Reply ask(Consumer<Push> pushes) throws NoAnswer;
  }

  /// Asks, and shows how far it is.
  Reply watched(Asking asking) throws NoAnswer {
    var shown = new boolean[1];
    try {
      return asking.ask(push -> shown[0] |= progress(push));
    } finally {
      if (shown[0]) {
        notices.endProgress();
      }
    }
  }

  private boolean progress(Push push) {
    if (push instanceof Push.Notice(var text)) {
      notices.warn(text);
    }
    if (push instanceof Push.Progress(int done, int total, var what)
        && context.terminal().progress()) {
      notices.progress(done, total, what, context.terminal().columns());
      return true;
    }
    return false;
  }

  private static Reply granted(Reply reply) throws Failed {
    if (reply instanceof Reply.Refused(var message, var hint)) {
      throw Failed.refused(message, hint);
    }
    return reply;
  }

  /// A daemon that becomes another version when it has answered a command hangs up; the other one
  /// knows the list. One that was ended meanwhile is not started for it.
  List<InstanceView> listing() throws NoAnswer, Failed {
    try {
      return views();
    } catch (NoAnswer broken) {
      if (broken.why() != NoAnswer.Why.BROKEN) {
        throw broken;
      }
      close();
      connection = thereStill(broken);
      return views();
    }
  }

  private Connection thereStill(NoAnswer broken) throws NoAnswer {
    try {
      return Connection.open(context.home());
    } catch (NoAnswer gone) {
      throw broken;
    }
  }

  private List<InstanceView> views() throws NoAnswer, Failed {
    return ask(new Request.Listing()) instanceof Reply.Views(var views) ? views : List.of();
  }

  /// A reply of a kind that the request does not have.
  static Failed unexpected(Reply reply) {
    return Failed.refused(
        "the daemon gave an answer of another kind: " + reply.getClass().getSimpleName(),
        "it may be of another version: run 'kill' and start again");
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
    }
  }
}
