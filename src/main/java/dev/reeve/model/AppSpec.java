package dev.reeve.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the user asked for: one entry of an ecosystem file, validated, with defaults filled in.
/// Paths are absolute. `file` is the ecosystem file that it stands in, null for none.
public record AppSpec(
    String name,
    String namespace,
    Command command,
    Instances instances,
    Environment environment,
    Logs logs,
    Start start,
    Restart restart,
    Stop stop,
    @Nullable String pidFile,
    Care care,
    @Nullable String file) {
  /// One that asks for nothing beyond a process that runs.
  public AppSpec(
      String name,
      String namespace,
      Command command,
      Instances instances,
      Environment environment,
      Logs logs,
      Start start,
      Restart restart,
      Stop stop,
      @Nullable String pidFile) {
    this(
        name,
        namespace,
        command,
        instances,
        environment,
        logs,
        start,
        restart,
        stop,
        pidFile,
        Care.NONE,
        null);
  }

  /// What to run, and as whom if not as the daemon's user. `interpreter` is a bare name, a path, or
  /// `none` when the script runs itself; a bare name is looked for anew at every spawn (see
  /// [SearchPath]).
  public record Command(
      String script,
      List<String> args,
      String interpreter,
      List<String> interpreterArgs,
      String cwd,
      @Nullable RunAs as) {
    public static final String NO_INTERPRETER = "none";

    /// As whoever the daemon is.
    public Command(
        String script,
        List<String> args,
        String interpreter,
        List<String> interpreterArgs,
        String cwd) {
      this(script, args, interpreter, interpreterArgs, cwd, null);
    }

    public Command {
      args = List.copyOf(args);
      interpreterArgs = List.copyOf(interpreterArgs);
    }

    /// Whether its interpreter is Node's or Bun's, by the name of its file.
    public boolean isNodeOrBun() {
      return isNode() || program().equals("bun");
    }

    public boolean isNode() {
      return program().equals("node") || program().equals("nodejs");
    }

    private String program() {
      return String.valueOf(Path.of(interpreter).getFileName());
    }

    public boolean hasInterpreter() {
      return !interpreter.equals(NO_INTERPRETER);
    }
  }

  /// How many slots, and how they tell themselves apart: `variable` holds the slot's index from 0,
  /// `increment` names a number in the environment that grows by one a slot.
  public record Instances(
      int count, ExecMode mode, String variable, @Nullable String increment, Cluster cluster) {
    public Instances(int count, ExecMode mode, String variable, @Nullable String increment) {
      this(count, mode, variable, increment, Cluster.USUAL);
    }
  }

  /// For cluster mode. `shared`: each worker accepts by itself, in place of taking its turn.
  /// `drain`: a worker is given the few lines by which it tells its clients to go when it is
  /// replaced.
  public record Cluster(boolean shared, boolean drain) {
    public static final Cluster USUAL = new Cluster(false, true);
  }

  /// PM2's `exec_mode`.
  public enum ExecMode {
    FORK("fork_mode", "fork"),
    CLUSTER("cluster_mode", "cluster");

    private final String word;
    private final String shortWord;

    ExecMode(String word, String shortWord) {
      this.word = word;
      this.shortWord = shortWord;
    }

    public String word() {
      return word;
    }

    public String shortWord() {
      return shortWord;
    }
  }

  /// Three layers: what the caller's shell had, what the app's `.env` files held when they were
  /// read, and what the app's own entry says; and the rules by which the first two come about.
  public record Environment(
      Map<String, String> caller,
      Map<String, String> files,
      Map<String, String> own,
      EnvRules rules) {
    public Environment {
      caller = Map.copyOf(caller);
      files = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(files));
      own = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(own));
    }

    public Environment(Map<String, String> caller, Map<String, String> own) {
      this(caller, Map.of(), own, EnvRules.NONE);
    }

    /// What the app is handed of the caller's.
    public Map<String, String> handed() {
      return rules.filter().of(caller);
    }

    /// What the app gets, before the supervisor adds its own variables.
    public Map<String, String> merged() {
      var all = new LinkedHashMap<>(handed());
      all.putAll(files);
      all.putAll(own);
      return all;
    }
  }

  /// Where output goes. A null file means that this stream is not kept. `dateFormat` is in day.js
  /// tokens, null for no stamp. With several instances and without `merge`, `-<id>` stands before
  /// `.log`. `rotate` holds what the app wants otherwise than its home, by names of [RotationKeys].
  public record Logs(
      @Nullable String outFile,
      @Nullable String errorFile,
      @Nullable String combinedFile,
      boolean merge,
      LogType type,
      @Nullable String dateFormat,
      Overflow overflow,
      Map<String, String> rotate) {
    public Logs {
      rotate = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(rotate));
    }

    /// Nothing is lost, and files are rotated as the home says.
    public Logs(
        @Nullable String outFile,
        @Nullable String errorFile,
        @Nullable String combinedFile,
        boolean merge,
        LogType type,
        @Nullable String dateFormat) {
      this(outFile, errorFile, combinedFile, merge, type, dateFormat, Overflow.BLOCK, Map.of());
    }
  }

  /// What happens to output that comes faster than it can be written: the app waits, or lines are
  /// lost and counted.
  public enum Overflow {
    BLOCK,
    DROP
  }

  /// How a line is written: as it came (perhaps stamped), or as one JSON record.
  public enum LogType {
    RAW,
    JSON
  }

  /// When a run counts as started (by its message, by something else, or at once), and the sockets
  /// that it is given in fork mode.
  public record Start(
      boolean autostart,
      boolean waitReady,
      Duration listenTimeout,
      @Nullable Ready ready,
      List<Listen> listen) {
    public Start {
      listen = List.copyOf(listen);
    }

    public Start(boolean autostart, boolean waitReady, Duration listenTimeout) {
      this(autostart, waitReady, listenTimeout, null, List.of());
    }

    /// Whether it must show that it is ready.
    public boolean awaited() {
      return waitReady || ready != null;
    }

    public boolean isReadyBy(Ready.Kind kind) {
      return ready != null && ready.kind() == kind;
    }
  }

  /// After which ends of a run another one follows.
  public enum When {
    ALWAYS("always"),
    /// Any end but exit code 0.
    ON_FAILURE("on-failure"),
    NEVER("never");

    private final String word;

    When(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    public static Optional<When> ofWord(String word) {
      return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }
  }

  /// When a run that ended is followed by another. `maxMemoryBytes` is 0 for no limit; `backoff`,
  /// if not zero, wins over `delay`; `stopExitCodes` win over `when`.
  public record Restart(
      When when,
      int maxUnstable,
      Duration minUptime,
      Duration delay,
      Duration backoff,
      List<Integer> stopExitCodes,
      long maxMemoryBytes) {
    public Restart {
      stopExitCodes = List.copyOf(stopExitCodes);
    }

    /// PM2 knows two ways.
    public Restart(
        boolean auto,
        int maxUnstable,
        Duration minUptime,
        Duration delay,
        Duration backoff,
        List<Integer> stopExitCodes,
        long maxMemoryBytes) {
      this(
          auto ? When.ALWAYS : When.NEVER,
          maxUnstable,
          minUptime,
          delay,
          backoff,
          stopExitCodes,
          maxMemoryBytes);
    }

    /// Whether there are ends that another run follows.
    public boolean auto() {
      return when != When.NEVER;
    }

    /// The third way, of another one that is as well restarted as this.
    Restart keeping(Restart other) {
      return new Restart(
          auto() == other.auto() ? other.when : when,
          maxUnstable,
          minUptime,
          delay,
          backoff,
          stopExitCodes,
          maxMemoryBytes);
    }
  }

  /// How a run is asked to leave, and how long it is waited for before SIGKILL.
  public record Stop(
      Signal signal,
      Duration killTimeout,
      Duration killRetry,
      TreeKill treeKill,
      boolean withMessage) {}

  /// Whether its runs are workers of Node's cluster module. Bun's share a port by themselves.
  public boolean isCluster() {
    return instances.mode == ExecMode.CLUSTER && command.isNodeOrBun();
  }

  /// Whether a run of it can be asked to end what it has begun before it leaves.
  public boolean drains() {
    return isCluster() && command.isNode();
  }

  /// Whether it is part of a module, whose name it has.
  public boolean isModule() {
    return file != null && file.endsWith("/" + Home.MODULE_FILE);
  }

  /// The sockets that its runs are given.
  public List<Listen> sockets() {
    return isCluster() ? List.of() : start.listen;
  }

  /// The same with what only Reeve knows, environment and logs of another one.
  public AppSpec keeping(AppSpec other) {
    return new AppSpec(
        name,
        namespace,
        command,
        new Instances(
            instances.count,
            instances.mode,
            instances.variable,
            instances.increment,
            other.instances.cluster),
        other.environment,
        other.logs,
        new Start(
            start.autostart,
            start.waitReady,
            start.listenTimeout,
            other.start.ready,
            other.start.listen),
        restart.keeping(other.restart),
        stop,
        pidFile,
        other.care.with(care.renewal()),
        other.file);
  }

  public AppSpec withEnvironment(Environment other) {
    return new AppSpec(
        name, namespace, command, instances, other, logs, start, restart, stop, pidFile, care,
        file);
  }

  public AppSpec withLogs(Logs other) {
    return new AppSpec(
        name,
        namespace,
        command,
        instances,
        environment,
        other,
        start,
        restart,
        stop,
        pidFile,
        care,
        file);
  }

  public AppSpec withCare(Care other) {
    return new AppSpec(
        name,
        namespace,
        command,
        instances,
        environment,
        logs,
        start,
        restart,
        stop,
        pidFile,
        other,
        file);
  }
}
