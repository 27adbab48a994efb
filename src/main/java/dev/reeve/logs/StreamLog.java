package dev.reeve.logs;

import dev.reeve.model.AppSpec;
import dev.reeve.os.Descriptors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The way of one output stream of one instance: from its pipe to its files, and to whoever follows
/// it. No byte of a log is ever in our hands only.
///
/// What is in the pipe is copied out of it, stamped or made into records where that is asked for,
/// appended to the files, and only then taken out of the pipe; in between, a [Journal] says what is
/// under way, so that the next daemon neither repeats nor loses it ([Recovery]). The kernel could
/// move a raw stream by itself, but not to the end of a file that others append to as well.
public final class StreamLog {
  private static final int REFUSED_BYTES = Integer.MIN_VALUE;
  private static final int LAST_BYTES = 4 << 20;

  /// What is no file can't take anything back, so it is written last.
  private static final Comparator<LogFile> FILES_FIRST =
      Comparator.comparing(target -> !target.regular());

  /// Takes the lines of a followed stream; the array is lent for the call.
  public interface Follower {
    void onLine(byte[] bytes, int from, int to, long wallMs);
  }

  /// What a pump came to. `REFUSED`: a file can't be written, and what is in the pipe stays there.
  /// `ENDED`: there is no writer any more.
  public enum Pumped {
    EMPTY,
    MORE,
    REFUSED,
    ENDED
  }

  /// What a stream is written with: `followed` says whether `follower` wants lines at all, `spool`
  /// is the path for the beginning of a long line.
  public record Outlet(
      Workspace workspace, BooleanSupplier followed, Follower follower, Place place) {}

  /// What outlives us.
  public record Place(Descriptors descriptors, Journal journal, Path spool) {}

  final ArrayList<LogFile> targets;
  final Descriptors descriptors;
  final Workspace workspace;
  final LineFilling filling;
  final Spool spool;
  private final LineStyle style;
  private final AppSpec.Overflow overflow;
  private final Journal journal;
  private final LiveLines followers;
  private boolean beginningLost;

  public StreamLog(
      LineStyle.Source source, AppSpec.Logs logs, List<@Nullable LogFile> targets, Outlet outlet) {
    this.style = LineStyle.of(logs, source);
    this.overflow = logs.overflow();
    this.targets =
        new ArrayList<>(targets.stream().flatMap(Stream::ofNullable).distinct().toList());
    this.targets.forEach(LogFile::addStream);
    this.workspace = outlet.workspace;
    this.filling = new LineFilling(style, workspace);
    this.descriptors = outlet.place.descriptors;
    this.journal = outlet.place.journal;
    this.spool = new Spool(outlet.place.spool, descriptors);
    this.followers = new LiveLines(outlet);
  }

  /// Moves what waits in a pipe, at most some `limitBytes`.
  public Pumped pump(int pipe, long limitBytes, long wallMs) {
    for (long sum = 0; sum < limitBytes; ) {
      int moved = some(pipe, wallMs);
      if (moved == REFUSED_BYTES) {
        return Pumped.REFUSED;
      }
      if (moved <= 0) {
        return moved == 0 ? Pumped.ENDED : Pumped.EMPTY;
      }
      sum += moved;
    }
    return Pumped.MORE;
  }

  /// How many bytes were taken; 0 is the end, [#REFUSED_BYTES] a file that can't be written, else
  /// `-EAGAIN`.
  private int some(int pipe, long wallMs) {
    if (targets.isEmpty()) {
      return unkept(pipe, wallMs);
    }
    boolean ready = prepare(wallMs);
    if (!ready && overflow == AppSpec.Overflow.BLOCK) {
      int seen = descriptors.peek(pipe, workspace.chunk, 1);
      return seen > 0 ? REFUSED_BYTES : seen;
    }
    return lines(pipe, wallMs);
  }

  private int unkept(int pipe, long wallMs) {
    if (!followers.wanted()) {
      return descriptors.discard(pipe, Workspace.CHUNK_BYTES);
    }
    int seen = descriptors.peek(pipe, workspace.chunk, Workspace.CHUNK_BYTES);
    if (seen > 0) {
      descriptors.discard(pipe, seen);
      followers.see(0, seen, wallMs);
    }
    return seen;
  }

  /// Whether every file takes writes, having been told what is missing in it. That ends with a
  /// line: its rest is missing too.
  private boolean prepare(long wallMs) {
    boolean ready = true;
    for (var target : targets) {
      boolean betweenLines = overflow == AppSpec.Overflow.BLOCK || filling.atLineStart();
      boolean takes =
          target.ready(wallMs)
              && (target.notice() == null || (betweenLines && tell(target, wallMs)));
      ready &= takes || !target.mayBeWaitedFor();
    }
    if (targets.size() > 1) {
      targets.sort(FILES_FIRST);
    }
    return ready;
  }

  private boolean tell(LogFile target, long wallMs) {
    workspace.page.clear();
    filling.say(String.valueOf(target.notice()), target.atLineStart(), wallMs);
    if (target.append(workspace.page) < 0) {
      return false;
    }
    target.recovered();
    return true;
  }

  private int lines(int pipe, long wallMs) {
    int seen = descriptors.peek(pipe, workspace.chunk, Workspace.CHUNK_BYTES);
    for (int from = 0; from < seen; ) {
      int used = write(pipe, from, seen, wallMs);
      if (used < 0) {
        return from > 0 ? from : used;
      }
      from += used;
      if (from > 0 && (loses() || noneEnds(from, seen))) {
        return from;
      }
    }
    return seen;
  }

  /// Whether what is left of the chunk is the beginning of a line only. Its end may have come
  /// meanwhile, so the pipe is looked into anew.
  private boolean noneEnds(int from, int seen) {
    return Newlines.next(workspace.chunk, from, seen) == seen;
  }

  /// Writes some of the chunk and takes it out of the pipe: how many bytes. 0 when only what was
  /// held is written.
  private int write(int pipe, int from, int seen, long wallMs) {
    if (beginningLost) {
      return dropRest(pipe, from, seen);
    }
    boolean lineStart = filling.atLineStart();
    workspace.page.clear();
    int used = fill(from, seen, wallMs);
    if (workspace.page.length() == 0) {
      return hold(pipe, from, seen, wallMs);
    }
    journal.begin(entry(used, lineStart, wallMs));
    if (!appendAll(used, wallMs)) {
      filling.atLineStart(lineStart);
      journal.end();
      return REFUSED_BYTES;
    }
    if (used > 0) {
      descriptors.discard(pipe, used);
    }
    spool.clear();
    journal.end();
    followers.see(from, used, wallMs);
    targets.forEach(target -> target.turn(wallMs));
    return used;
  }

  /// Fills the page with lines of the chunk: how many of its bytes are in it. It stays empty if
  /// there is no whole line where one is needed.
  private int fill(int from, int seen, long wallMs) {
    long room = Long.MAX_VALUE;
    for (var target : targets) {
      room = Math.min(room, target.room());
    }
    return fill(new LineFilling.Part(from, seen, room, wallMs));
  }

  /// Fills it as a dead daemon did, with the first `used` bytes of the chunk. When it held the
  /// beginning of a line and these are not the end, it was a piece of one.
  int refill(int used, long wallMs) {
    var part = new LineFilling.Part(0, used, Long.MAX_VALUE, wallMs);
    if (spool.length() > 0 && noneEnds(0, used)) {
      filling.join(spool, part, true);
      return used;
    }
    return fill(part);
  }

  private int fill(LineFilling.Part part) {
    if (spool.length() == 0 && loses() && !filling.atLineStart()) {
      int lineEnd = Newlines.next(workspace.chunk, part.from(), part.to());
      return filling.fill(part.until(Math.min(part.to(), lineEnd + 1)), false);
    }
    if (spool.length() == 0) {
      return filling.fill(part, wholeLines() || loses());
    }
    int from = part.from();
    int seen = part.to();
    int fits = Math.max(0, LineFilling.MAX_LINE - spool.length());
    int end = Newlines.next(workspace.chunk, from, seen);
    if (end - from > fits) {
      int piece = wholeCharacter(from + fits, end);
      filling.join(spool, part.until(piece), true);
      return piece - from;
    }
    if (end == seen) {
      return 0;
    }
    filling.join(spool, part.until(end), false);
    return end + 1 - from;
  }

  /// The end of a piece of a line, so that no character is torn: at most three bytes further.
  private int wholeCharacter(int at, int end) {
    int to = at;
    while (to < Math.min(end, at + 3) && (workspace.chunk[to] & 0xc0) == 0x80) {
      to++;
    }
    return to;
  }

  /// Where others write too, and in records, lines must be whole.
  private boolean wholeLines() {
    boolean whole = style instanceof LineStyle.JsonLine;
    for (var target : targets) {
      whole |= target.shared();
    }
    return whole;
  }

  /// Whether lines are being dropped. None is torn by that: each is there or counted.
  private boolean loses() {
    boolean refused = false;
    for (var target : targets) {
      refused |= target.refuses();
    }
    return refused && overflow == AppSpec.Overflow.DROP;
  }

  private Journal.Entry entry(int used, boolean lineStart, long wallMs) {
    var marks = new ArrayList<Journal.Mark>(targets.size());
    for (var target : targets) {
      if (target.regular()) {
        marks.add(new Journal.Mark(target.inode(), target.end()));
      }
    }
    return new Journal.Entry(wallMs, used, workspace.page.length(), lineStart, marks);
  }

  /// Whether the page is dealt with. An app that may wait does so until all of its files take it;
  /// for another, what one file refuses is dropped there.
  private boolean appendAll(int used, long wallMs) {
    for (int i = 0; i < targets.size(); i++) {
      var target = targets.get(i);
      if (target.notice() == null && target.append(workspace.page) == 0) {
        target.works();
      } else if (overflow == AppSpec.Overflow.DROP || !target.mayBeWaitedFor()) {
        target.drop(used + spool.length() + tornOff(target, wallMs), filling.lines());
      } else {
        targets.subList(0, i).forEach(LogFile::takeBack);
        return false;
      }
    }
    return true;
  }

  /// Takes the beginning of a line back whose rest is dropped: how many bytes of the app's.
  private int tornOff(LogFile target, long wallMs) {
    int cut = overflow == AppSpec.Overflow.DROP ? target.cutLine() : 0;
    return Math.max(0, cut - style.stampLength(wallMs));
  }

  /// Puts the beginning of a line aside until its end comes.
  private int hold(int pipe, int from, int seen, long wallMs) {
    int moved = spool.take(pipe, seen - from);
    if (moved > 0) {
      followers.see(from, moved, wallMs);
      return moved;
    }
    if (overflow == AppSpec.Overflow.BLOCK) {
      return REFUSED_BYTES;
    }
    int lost = descriptors.discard(pipe, seen - from);
    drop(lost + spool.length(), 0);
    spool.clear();
    beginningLost = true;
    return lost;
  }

  /// The rest of a line that could not be put aside.
  private int dropRest(int pipe, int from, int seen) {
    int end = Newlines.next(workspace.chunk, from, seen);
    beginningLost = end == seen;
    int lost = descriptors.discard(pipe, Math.min(end + 1, seen) - from);
    drop(lost, beginningLost ? 0 : 1);
    return lost;
  }

  private void drop(long bytes, long lines) {
    targets.forEach(target -> target.drop(bytes, lines));
  }

  /// Takes up a pipe that a dead daemon has read; `entry` is what its journal says of this stream.
  public void recover(int pipe, Journal.@Nullable Entry entry, long wallMs) {
    new Recovery(this).run(pipe, entry, wallMs);
  }

  /// The run is over: what has no line end yet is a line as well, and what no file takes now is
  /// lost.
  public void finish(int pipe, long wallMs) {
    var last = pipe < 0 ? Pumped.ENDED : pump(pipe, LAST_BYTES, wallMs);
    while (last == Pumped.REFUSED && giveUp(pipe) > 0) {
      last = pump(pipe, LAST_BYTES, wallMs);
    }
    prepare(wallMs);
    endLine(wallMs);
    followers.finish(wallMs);
    spool.remove();
    targets.forEach(LogFile::removeStream);
  }

  private void endLine(long wallMs) {
    workspace.page.clear();
    if (spool.length() > 0) {
      filling.join(spool, new LineFilling.Part(0, 0, 0, wallMs), false);
    } else if (style instanceof LineStyle.Stamped && !filling.atLineStart()) {
      workspace.page.add('\n');
    }
    if (workspace.page.length() > 0) {
      journal.begin(entry(0, filling.atLineStart(), wallMs));
      if (!appendAll(0, wallMs)) {
        drop(spool.length(), 1);
      }
      spool.clear();
      journal.end();
    }
  }

  private int giveUp(int pipe) {
    int seen = descriptors.peek(pipe, workspace.chunk, Workspace.CHUNK_BYTES);
    if (seen > 0) {
      descriptors.discard(pipe, seen);
      drop(seen, Newlines.count(workspace.chunk, 0, seen));
    }
    return seen;
  }
}
