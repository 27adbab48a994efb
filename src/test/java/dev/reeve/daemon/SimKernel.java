package dev.reeve.daemon;

import dev.reeve.fake.QuietKernel;
import dev.reeve.model.Exit;
import dev.reeve.os.Errno;
import dev.reeve.os.Launch;
import dev.reeve.os.ProcessTable;
import dev.reeve.os.Spawn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A machine of our own making: time passes when somebody waits, processes die when their script
/// says so or when a signal gets to them, and everything can fail. All from one seed.
final class SimKernel implements QuietKernel {
  static final int OWN_PID = 10;
  private static final int INIT_PID = 1;
  private static final int FIRST_PID = 100;
  private static final int LAST_PID = 600;
  private static final int SIGKILL = 9;
  private static final long MS = 1_000_000L;

  private final Random random;
  private final Map<Integer, SimProcess> processes = new TreeMap<>();
  private final Map<Integer, SimProcess> pidfds = new HashMap<>();
  private final Map<Integer, Integer> openFds = new HashMap<>();
  private final Map<Integer, Integer> watched = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();
  private long nowNs = 1_000_000 * MS;
  private int nextPid = FIRST_PID;
  private int nextFd = 5;
  private long nextStart = 1000;
  private boolean dead;
  private boolean mayDie;

  /// One simulated process. `dieAtNs` is when it will end, by itself or of a signal on its way.
  private static final class SimProcess {
    final int pid;
    final long startTicks;
    final boolean ours;
    final Temper temper;
    final Map<String, String> environment;
    int parent;
    int session;
    long dieAtNs = Long.MAX_VALUE;
    Exit fate = new Exit.Code(0);
    boolean zombie;
    boolean main;

    /// Who gets its children when it dies.
    int reaper = OWN_PID;

    SimProcess(int pid, long startTicks, boolean ours, Temper temper, Map<String, String> env) {
      this.pid = pid;
      this.startTicks = startTicks;
      this.ours = ours;
      this.temper = temper;
      this.environment = env;
    }
  }

  /// What a process makes of a signal: after how long it leaves, or never.
  private record Temper(boolean ignoresSignals, long leavesAfterNs, long killedAfterNs) {}

  SimKernel(long seed) {
    this.random = new Random(seed);
    for (int i = 0; i < 3; i++) {
      var stranger = new SimProcess(pid(), nextStart++, false, temper(), Map.of());
      stranger.parent = 1;
      stranger.session = stranger.pid;
      processes.put(stranger.pid, stranger);
    }
  }

  /// As the kernel does: a number is not given anew while a process or a session has it.
  private int pid() {
    do {
      nextPid = nextPid >= LAST_PID ? FIRST_PID : nextPid + 1;
    } while (taken(nextPid));
    return nextPid;
  }

  private boolean taken(int pid) {
    return processes.values().stream().anyMatch(each -> each.pid == pid || each.session == pid);
  }

  private int fd(int kind) {
    openFds.put(++nextFd, kind);
    return nextFd;
  }

  private Temper temper() {
    return new Temper(
        random.nextInt(5) == 0,
        random.nextInt(3) == 0 ? random.nextInt(3000) * MS : 0,
        random.nextInt(10) == 0 ? random.nextInt(500) * MS : 0);
  }

  List<String> violations() {
    return violations;
  }

  /// The live main processes of an instance.
  List<Integer> mainsOf(int instance) {
    return processes.values().stream()
        .filter(each -> each.main && !each.zombie)
        .filter(each -> String.valueOf(instance).equals(each.environment.get("pm_id")))
        .map(each -> each.pid)
        .toList();
  }

  /// The runs of an instance of which any process lives.
  Set<String> runsOf(int instance) {
    return processes.values().stream()
        .filter(each -> each.ours && !each.zombie)
        .filter(each -> String.valueOf(instance).equals(each.environment.get("pm_id")))
        .map(each -> each.environment.getOrDefault(Launches.MARK, ""))
        .collect(Collectors.toSet());
  }

  boolean known(int pid) {
    var process = processes.get(pid);
    return process != null && process.ours;
  }

  /// What is left of ours, alive or unreaped.
  List<Integer> ours() {
    return processes.values().stream().filter(each -> each.ours).map(each -> each.pid).toList();
  }

  int openFds() {
    return openFds.size();
  }

  /// Somebody else kills one of ours, any one.
  void misfortune() {
    var alive = processes.values().stream().filter(each -> each.ours && !each.zombie).toList();
    if (!alive.isEmpty()) {
      var victim = alive.get(random.nextInt(alive.size()));
      victim.dieAtNs = nowNs;
      victim.fate = new Exit.Signalled(SIGKILL);
    }
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public long wallMs() {
    return nowNs / MS;
  }

  @Override
  public int ownPid() {
    return OWN_PID;
  }

  /// Whether the daemon may die in the middle of a spawn from now on.
  void mayDie(boolean may) {
    mayDie = may;
  }

  boolean dead() {
    return dead;
  }

  /// The daemon is killed: its descriptors are closed, its children belong to others. The next one
  /// starts later, be it by a nanosecond.
  void daemonDies() {
    dead = false;
    nowNs++;
    openFds.clear();
    watched.clear();
    pidfds.clear();
    for (var process : List.copyOf(processes.values())) {
      process.reaper = INIT_PID;
      if (process.parent == OWN_PID) {
        process.parent = INIT_PID;
        if (process.zombie) {
          processes.remove(process.pid);
        }
      }
    }
  }

  @Override
  public Spawn spawn(Launch launch) {
    int luck = dead ? 0 : random.nextInt(40);
    if (luck == 0) {
      return new Spawn.Failed(Errno.EAGAIN);
    }
    if (luck == 1) {
      return new Spawn.Failed(Errno.EACCES);
    }
    var process = born(OWN_PID, launch.environment());
    process.session = process.pid;
    process.main = !launch.environment().containsKey(Errands.MARK);
    if (random.nextBoolean()) {
      dies(process, random.nextBoolean() ? 0 : random.nextInt(5000) * MS);
    }
    for (int i = random.nextInt(8); i > 5; i--) {
      var child = born(process.pid, launch.environment());
      child.session = random.nextBoolean() ? process.pid : child.pid;
    }
    int pidfd = fd(1);
    pidfds.put(pidfd, process);
    dead |= mayDie && random.nextInt(60) == 0;
    return new Spawn.Started(process.pid, pidfd, fd(2), fd(3), -1);
  }

  private SimProcess born(int parent, Map<String, String> environment) {
    var process = new SimProcess(pid(), nextStart++, true, temper(), Map.copyOf(environment));
    process.parent = parent;
    var father = processes.get(parent);
    process.reaper = father == null ? OWN_PID : father.reaper;
    processes.put(process.pid, process);
    return process;
  }

  private void dies(SimProcess process, long afterNs) {
    process.dieAtNs = nowNs + afterNs;
    process.fate = new Exit.Code(random.nextInt(3));
  }

  /// Lets everything happen that is due.
  private void happen() {
    for (var process : List.copyOf(processes.values())) {
      if (!process.zombie && process.dieAtNs <= nowNs) {
        die(process);
      }
    }
  }

  private void die(SimProcess process) {
    process.zombie = true;
    for (var child : processes.values()) {
      if (child.parent == process.pid) {
        child.parent = process.reaper;
      }
    }
    if (process.parent != OWN_PID) {
      processes.remove(process.pid);
    }
  }

  @Override
  public @Nullable Exit reap(int pidfd) {
    happen();
    var process = pidfds.get(pidfd);
    if (process == null || processes.get(process.pid) != process) {
      return new Exit.Unknown();
    }
    if (!process.zombie) {
      return null;
    }
    processes.remove(process.pid);
    return process.fate;
  }

  @Override
  public int openPidfd(int pid) {
    var process = processes.get(pid);
    if (process == null) {
      return -Errno.ESRCH;
    }
    int pidfd = fd(4);
    pidfds.put(pidfd, process);
    return pidfd;
  }

  @Override
  public int signal(int pidfd, int signal) {
    var process = pidfds.get(pidfd);
    if (dead || process == null || processes.get(process.pid) != process || process.zombie) {
      return -Errno.ESRCH;
    }
    if (!process.ours) {
      violations.add("a stranger was signalled: pid " + process.pid);
    }
    if (signal == SIGKILL) {
      process.dieAtNs = Math.min(process.dieAtNs, nowNs + process.temper.killedAfterNs);
      process.fate = new Exit.Signalled(SIGKILL);
    } else if (!process.temper.ignoresSignals) {
      process.dieAtNs = Math.min(process.dieAtNs, nowNs + process.temper.leavesAfterNs);
    }
    return 0;
  }

  @Override
  public void census(ProcessTable table, PidFilter skip) {
    happen();
    table.clear();
    for (var process : processes.values()) {
      if (!skip.test(process.pid)) {
        table.add(rowOf(process));
      }
    }
  }

  private ProcessTable.Row rowOf(SimProcess process) {
    long rssBytes = process.zombie ? 0 : random.nextLong(700L << 20);
    return new ProcessTable.Row(
        process.pid, process.parent, process.session, process.startTicks, rssBytes, 1);
  }

  @Override
  public ProcessTable.@Nullable Row row(int pid) {
    var process = processes.get(pid);
    return process == null ? null : rowOf(process);
  }

  @Override
  public int[] orphans() {
    happen();
    return processes.values().stream()
        .filter(each -> each.parent == OWN_PID)
        .mapToInt(each -> each.pid)
        .toArray();
  }

  @Override
  public @Nullable String environmentOf(int pid, String variable) {
    var process = processes.get(pid);
    return process == null || process.zombie ? null : process.environment.get(variable);
  }

  @Override
  public int watch(int fd, int interest) {
    watched.put(fd, interest);
    return 0;
  }

  @Override
  public int unwatch(int fd) {
    watched.remove(fd);
    return 0;
  }

  @Override
  public int poll(long timeoutNs, ReadySet ready) {
    ready.clear();
    nowNs += 1 + random.nextInt(1000);
    happen();
    if (!addReady(ready)) {
      long next =
          processes.values().stream()
              .filter(each -> !each.zombie)
              .mapToLong(each -> each.dieAtNs)
              .min()
              .orElse(Long.MAX_VALUE);
      long until = timeoutNs < 0 ? nowNs + 1000 * MS : nowNs + timeoutNs;
      nowNs = Math.max(nowNs, Math.min(next, until));
      happen();
      addReady(ready);
    }
    return ready.count();
  }

  /// Readiness may be told late and in any order, as on a real machine.
  private boolean addReady(ReadySet ready) {
    for (int fd : watched.keySet()) {
      var process = pidfds.get(fd);
      boolean over = process != null && (process.zombie || processes.get(process.pid) != process);
      if (over && random.nextInt(4) > 0) {
        ready.add(fd, READ);
      }
    }
    return ready.count() > 0;
  }

  @Override
  public int openWhole(String path) {
    return fd(5);
  }

  @Override
  public int openAppend(String path) {
    return fd(5);
  }

  @Override
  public int close(int fd) {
    if (openFds.remove(fd) == null) {
      violations.add("a descriptor was closed twice: " + fd);
    }
    if (watched.containsKey(fd)) {
      violations.add("a watched descriptor was closed: " + fd);
    }
    pidfds.remove(fd);
    return 0;
  }
}
