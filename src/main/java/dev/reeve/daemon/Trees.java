package dev.reeve.daemon;

import dev.reeve.daemon.Supervised.LiveRun;
import dev.reeve.model.TreeKill;
import dev.reeve.os.ProcessTable;
import dev.reeve.os.Processes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which process belongs to which run.
///
/// A process is of a run when it is its main process, when its parent is of the run, when it is in
/// the session that the main process leads, or when it was seen to be of the run before and has
/// kept its start time. An orphan that escaped all of these — it called `setsid` and its parent
/// died between two looks — is known by the mark in its environment. One that has laid down that,
/// too, is known by its tag, where the app wants that (`treekill: strict`).
///
/// The rest of the machine is remembered as foreign and not read again for a while, so that a look
/// costs what our own processes cost.
final class Trees {
  private static final int LOOKS_BEFORE_FORGETTING = 30;

  private final Processes kernel;
  private final int ownPid;
  private final Map<Integer, LiveRun> byMainPid = new HashMap<>();
  private final Map<String, LiveRun> byMark = new HashMap<>();
  private final Map<Long, LiveRun> byTag = new HashMap<>();
  private final ProcessTable table = new ProcessTable();
  private final BitSet foreign = new BitSet();
  private final BitSet reapers = new BitSet();
  private Map<Integer, Member> members = new HashMap<>();
  private int looks;

  /// A process of a run. Pid and start time together name it once and for all.
  record Member(LiveRun run, int pid, long startTicks, long rssBytes, long cpuTicks) {}

  Trees(Processes kernel) {
    this.kernel = kernel;
    this.ownPid = kernel.ownPid();
  }

  void add(LiveRun run) {
    byMark.put(run.mark(), run);
    if (run.owner().spec.stop().treeKill() == TreeKill.STRICT) {
      byTag.put(Launches.tagOf(run.mark()), run);
    }
    if (run.pid() > 0) {
      byMainPid.put(run.pid(), run);
      foreign.clear(run.pid());
    }
  }

  /// Runs were taken over: what their processes leave behind comes to this one, not to us.
  void watchReaper(int pid) {
    reapers.set(pid);
  }

  /// Nothing of the run is left, or nobody cares.
  void remove(LiveRun run) {
    byMainPid.remove(run.pid(), run);
    byMark.remove(run.mark());
    byTag.remove(Launches.tagOf(run.mark()));
    members.values().removeIf(member -> member.run.equals(run));
  }

  int runs() {
    return byMark.size();
  }

  /// The run that a pid leads, dead or alive, as long as something of it is left.
  @Nullable LiveRun runOfMain(int pid) {
    return byMainPid.get(pid);
  }

  /// All processes of all runs, as they are now.
  List<Member> look(boolean thorough) {
    if (thorough || ++looks % LOOKS_BEFORE_FORGETTING == 0) {
      foreign.clear();
    }
    kernel.census(table, foreign::get);
    var rows = new HashMap<Integer, Integer>();
    for (int row = 0; row < table.count(); row++) {
      rows.put(table.pid(row), row);
    }
    var owners = new @Nullable LiveRun[table.count()];
    var seen = new BitSet();
    var found = new HashMap<Integer, Member>();
    for (int row = 0; row < table.count(); row++) {
      var run = ownerOf(row, rows, owners, seen);
      if (run == null) {
        // Our own child is never a stranger, even if its mark could not be read this time.
        foreign.set(table.pid(row), table.parent(row) != ownPid);
      } else {
        found.put(table.pid(row), member(run, row));
      }
    }
    members = found;
    return new ArrayList<>(found.values());
  }

  private Member member(LiveRun run, int row) {
    return new Member(
        run, table.pid(row), table.startTicks(row), table.rssBytes(row), table.cpuTicks(row));
  }

  /// Up from child to parent as far as it is not known yet, and without recursion: whoever may
  /// start processes can make the chain as long as he likes.
  private @Nullable LiveRun ownerOf(
      int row, Map<Integer, Integer> rows, @Nullable LiveRun[] owners, BitSet seen) {
    var path = new ArrayList<Integer>();
    LiveRun run = null;
    for (var at = (Integer) row; at != null && run == null; at = parentOf(at, rows)) {
      if (seen.get(at)) {
        run = owners[at];
        break;
      }
      seen.set(at);
      path.add(at);
      run = ownerByItself(at);
    }
    for (int each : path) {
      owners[each] = run;
    }
    return run;
  }

  private @Nullable Integer parentOf(int row, Map<Integer, Integer> rows) {
    return table.parent(row) == ownPid ? null : rows.get(table.parent(row));
  }

  private @Nullable LiveRun ownerByItself(int row) {
    int pid = table.pid(row);
    var main = byMainPid.get(pid);
    if (main != null && main.startTicks() == table.startTicks(row)) {
      return main;
    }
    var before = members.get(pid);
    if (before != null && before.startTicks == table.startTicks(row)) {
      return before.run;
    }
    var session = byMainPid.get(table.session(row));
    if (session != null && session.startTicks() <= table.startTicks(row)) {
      return session;
    }
    int parent = table.parent(row);
    return parent == ownPid || reapers.get(parent) ? byMark(pid) : null;
  }

  /// The run of one of our own children that is not its main process: an orphan.
  @Nullable LiveRun runOfOrphan(ProcessTable.Row row) {
    var before = members.get(row.pid());
    if (before != null && before.startTicks == row.startTicks()) {
      return before.run;
    }
    var session = byMainPid.get(row.session());
    return session != null ? session : byMark(row.pid());
  }

  private @Nullable LiveRun byMark(int pid) {
    var mark = kernel.environmentOf(pid, Launches.MARK);
    var run = mark == null ? null : byMark.get(mark);
    return run != null || byTag.isEmpty() ? run : byTag.get(kernel.tagOf(pid));
  }
}
