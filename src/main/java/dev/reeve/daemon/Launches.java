package dev.reeve.daemon;

import dev.reeve.model.Accounts;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Home;
import dev.reeve.model.Identity;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Ready;
import dev.reeve.model.SearchPath;
import dev.reeve.os.Credentials;
import dev.reeve.os.Launch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// From a spec to the process to be: interpreter found anew, environment put together. A spec that
/// cannot be run gives a sentence instead.
final class Launches {
  /// In the environment of each process of a run: by this an orphan's run is known.
  static final String MARK = "REEVE_RUN";

  /// What a parent's Node left for its own child, and our own words to ourselves.
  private static final List<String> NOT_INHERITED =
      List.of(
          "NODE_CHANNEL_FD",
          "NODE_CHANNEL_SERIALIZATION_MODE",
          "NODE_UNIQUE_ID",
          "REEVE_NODE_OPTIONS",
          "NOTIFY_SOCKET",
          "LISTEN_FDS",
          "LISTEN_FDNAMES",
          "LISTEN_PID",
          "LISTEN_PIDFDID",
          "REEVE_TRAIN",
          Errands.MARK,
          MARK);

  private static final List<String> RUNS_OWN =
      List.of(
          "NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_FDNAMES", "LISTEN_PID", "LISTEN_PIDFDID", MARK);

  private static final Set<String> SPEAKERS = Set.of("node", "nodejs", "bun", "tsx", "ts-node");

  private final Home home;
  private final Preload preload;
  private final Function<String, JsonObject> settings;

  /// A launch, or why there can be none.
  sealed interface Plan {
    record Ready(Launch launch) implements Plan {}

    record Impossible(String reason) implements Plan {}
  }

  /// A program and its arguments, the first of which is its name.
  record Words(String executable, List<String> arguments) {}

  /// `settings` are those of a module.
  Launches(Home home, Consumer<String> log, Function<String, JsonObject> settings) {
    this.home = home;
    this.settings = settings;
    this.preload = new Preload(home, log);
  }

  /// `sockets` are those of the spec, opened; `kept` those that the run holds for us.
  Plan plan(Supervised instance, String mark, List<Integer> sockets, List<Integer> kept) {
    if (instance.unread != null) {
      return new Plan.Impossible(instance.unread.reason());
    }
    var command = instance.spec.command();
    var environment = environment(instance, mark);
    var barred = barred(command);
    if (barred != null) {
      return new Plan.Impossible(barred);
    }
    var program = program(command, environment);
    if (program.isEmpty()) {
      return new Plan.Impossible(
          "its interpreter '%s' is neither in node_modules/.bin of %s nor on its PATH; install it"
              .formatted(command.interpreter(), command.cwd()));
    }
    var words = new Words(program.get(), arguments(command, program.get()));
    boolean channel = hasChannel(instance.spec, program.get());
    if (channel) {
      environment.put("NODE_CHANNEL_FD", String.valueOf(Launch.FIRST + sockets.size()));
      environment.put("NODE_CHANNEL_SERIALIZATION_MODE", "json");
    }
    if (channel && instance.spec.isCluster()) {
      addCluster(instance, environment);
    }
    var first = sockets.isEmpty() ? words : SocketGift.wrapped(words, environment);
    return new Plan.Ready(
        new Launch(
            first.executable,
            first.arguments,
            environment,
            command.cwd(),
            sockets,
            channel,
            kept,
            !instance.spec.isCluster(),
            credentials(command),
            tagOf(mark)));
  }

  /// A number for a mark: a process that has laid down its environment and its session is known by
  /// it.
  static long tagOf(String mark) {
    long high = mark.hashCode() & 0xffff_ffffL;
    long low = new StringBuilder(mark).reverse().toString().hashCode() & 0xf_ffffL;
    return 1L << 60 | high << 20 | low;
  }

  /// Null for who we are.
  static @Nullable Credentials credentials(AppSpec.Command command) {
    return command.as() != null
            && Accounts.ofMachine().resolve(command.as()) instanceof Accounts.Resolved.Known known
            && Identity.ofThisProcess().uid() == 0
        ? new Credentials(known.uid(), known.gid(), known.groups())
        : null;
  }

  /// Why it can't be run where, what and as whom it asks for, or null.
  private static @Nullable String barred(AppSpec.Command command) {
    if (!Files.isDirectory(Path.of(command.cwd()))) {
      return "its folder (cwd) " + command.cwd() + " does not exist";
    }
    if (!Files.exists(Path.of(command.script()))) {
      return "its script " + command.script() + " does not exist";
    }
    if (command.as() == null) {
      return null;
    }
    var self = Identity.ofThisProcess();
    return switch (Accounts.ofMachine().resolve(command.as())) {
      case Accounts.Resolved.Unknown(_, var message) -> message;
      case Accounts.Resolved.Known known when self.mayBecome(known.uid(), known.gid()) -> null;
      case Accounts.Resolved.Known _ ->
          "only root can run it as another user, and this daemon is user " + self.uid();
    };
  }

  /// Node and Bun take a number above 0 for "you are a worker".
  private void addCluster(Supervised instance, Map<String, String> environment) {
    environment.put("NODE_UNIQUE_ID", String.valueOf(instance.id.number() + 1));
    // A user who can't read the home would not get past the first line.
    boolean drains = instance.spec.drains() && instance.spec.command().as() == null;
    var drain = drains ? preload.file() : null;
    if (drain != null && instance.spec.instances().cluster().drain()) {
      var own = environment.getOrDefault("NODE_OPTIONS", "");
      environment.put("NODE_OPTIONS", ("--require " + quoted(drain) + " " + own).strip());
      environment.put("REEVE_NODE_OPTIONS", own);
    }
  }

  private static String quoted(Path path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /// Programs that speak Node's channel; and whatever else shall be asked or heard by message, as
  /// it may be a script that starts one.
  private static boolean hasChannel(AppSpec spec, String program) {
    var name = String.valueOf(Path.of(program).getFileName());
    return SPEAKERS.contains(name) || spec.start().waitReady() || spec.stop().withMessage();
  }

  private static Optional<String> program(AppSpec.Command command, Map<String, String> env) {
    if (!command.hasInterpreter()) {
      return Optional.of(command.script());
    }
    return new SearchPath(command.cwd(), env.getOrDefault("PATH", ""))
        .candidates(command.interpreter()).stream()
            .filter(each -> Files.isExecutable(each) && !Files.isDirectory(each))
            .map(Path::toString)
            .findFirst();
  }

  private static List<String> arguments(AppSpec.Command command, String program) {
    var arguments = new ArrayList<String>();
    arguments.add(program);
    if (command.hasInterpreter()) {
      arguments.addAll(command.interpreterArgs());
      arguments.add(command.script());
    }
    arguments.addAll(command.args());
    return arguments;
  }

  Map<String, String> environment(Supervised instance, String mark) {
    var spec = instance.spec;
    var environment = new LinkedHashMap<>(spec.environment().handed());
    NOT_INHERITED.forEach(environment::remove);
    if (spec.command().as() != null
        && Accounts.ofMachine().resolve(spec.command().as())
            instanceof Accounts.Resolved.Known known) {
      environment.putAll(known.variables());
    }
    environment.putAll(spec.environment().files());
    environment.putAll(spec.environment().own());
    if (spec.isModule()) {
      addSettings(spec.name(), environment);
    }
    environment.put("PM2_HOME", home.root().toString());
    environment.put("name", spec.name());
    environment.put("namespace", spec.namespace());
    environment.put("pm_id", instance.id.toString());
    environment.put("pm_exec_path", spec.command().script());
    environment.put("pm_cwd", spec.command().cwd());
    environment.put("exec_mode", spec.instances().mode().word());
    environment.put(spec.instances().variable(), String.valueOf(instance.slot));
    var increment = spec.instances().increment();
    if (increment != null) {
      environment.computeIfPresent(increment, (_, first) -> plus(first, instance.slot));
    }
    environment.putAll(SocketGift.variables(spec.sockets()));
    environment.put(MARK, mark);
    if (spec.start().isReadyBy(Ready.Kind.NOTIFY)) {
      environment.put("NOTIFY_SOCKET", Readying.notifySocket(home, mark).toString());
    }
    return environment;
  }

  /// As PM2 hands a module what is set of it: all under its name, and each by itself.
  private void addSettings(String module, Map<String, String> environment) {
    var set = settings.apply(module);
    environment.put(module, Json.write(set));
    set.fields()
        .forEach((key, value) -> {
          if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            environment.put(key, String.valueOf(value));
          }
        });
  }

  /// What a program that runs beside an app has: what the app has, less what its run alone is
  /// given.
  Map<String, String> surroundings(Supervised instance) {
    var environment = environment(instance, "");
    RUNS_OWN.forEach(environment::remove);
    return environment;
  }

  private static String plus(String number, int more) {
    try {
      return String.valueOf(Long.parseLong(number.strip()) + more);
    } catch (NumberFormatException noNumber) {
      return number;
    }
  }
}
