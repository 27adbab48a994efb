package dev.reeve.daemon;

import dev.reeve.lifecycle.Goal;
import dev.reeve.lifecycle.State;
import dev.reeve.logs.Journal;
import dev.reeve.model.Home;
import dev.reeve.model.Json;
import dev.reeve.model.StdStream;
import dev.reeve.node.Primary;
import dev.reeve.store.RunBook;
import dev.reeve.store.RunStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The notebook on disk: runs in the [RunBook], their specs in a file beside it, which is written
/// when they change. A disk that takes no more is told once, and the notebook goes on in memory. No
/// step of the supervision depends on a note: apps run on when nothing can be written at all, and
/// would then not be taken over.
final class KeptNotebook implements Notebook {
  /// What an instance was at, for [RunBook.Page].
  enum Kind {
    IDLE,
    ERRORED,
    WAITING,
    RUNNING,
    LEAVING;

    static Kind of(State state) {
      return switch (state) {
        case State.Stopped _ -> IDLE;
        case State.Errored _ -> ERRORED;
        case State.Held _, State.Waiting _ -> WAITING;
        case State.Spawning _, State.Starting _, State.Overdue _, State.Online _ -> RUNNING;
        case State.Draining _,
            State.Parting _,
            State.Stopping _,
            State.Killing _,
            State.Clearing _ ->
            LEAVING;
      };
    }
  }

  /// The page of an instance that is gone. What is left of its last run may still be heard of, and
  /// its number may be another's by then.
  private static final int GONE = -2;

  private final FdStore store;
  private final RunStore runs;
  private final Home home;
  private final Consumer<String> trouble;

  /// Null when none can be written, neither on the disk nor in memory.
  private @Nullable RunBook book;

  private Supplier<Collection<Supervised>> all = List::of;
  private final ByteBuffer noteBody = ByteBuffer.allocateDirect(RunBook.NOTE_BYTES);
  private boolean changed;
  private boolean failing;

  KeptNotebook(RunBook book, RunStore runs, Ground ground) {
    this.store = ground.store;
    this.book = book;
    this.runs = runs;
    this.home = ground.home;
    this.trouble = ground.trouble;
  }

  record Ground(Home home, FdStore store, Consumer<String> trouble) {}

  @Override
  public void note(Supervised instance) {
    if (instance.page != GONE) {
      onBook(present -> {
        if (instance.page < 0) {
          instance.page = present.take();
        }
        present.write(instance.page, page(instance));
      });
    }
  }

  private interface OnBook {
    void run(RunBook book) throws IOException;
  }

  /// A book that refuses, as those do whose disk shares its pages with a snapshot, is followed by
  /// one in memory in which everything is noted once more.
  private void onBook(OnBook step) {
    if (book == null) {
      return;
    }
    try {
      step.run(book);
    } catch (IOException refused) {
      tell(refused);
      renew();
    }
  }

  private void renew() {
    try {
      var fresh = runs.beginInMemory();
      book = fresh;
      for (var each : all.get()) {
        if (each.page != GONE) {
          each.page = fresh.take();
          fresh.write(each.page, page(each));
        }
      }
      fresh.replaceOld();
    } catch (IOException refused) {
      book = null;
      trouble.accept("apps would not be taken over by a next daemon: " + refused);
    }
  }

  /// All runs of the old book are in our hands, and noted in ours.
  void replaceOld() throws IOException {
    if (book != null) {
      book.replaceOld();
      runs.took(book);
    }
  }

  static RunBook.Page page(Supervised instance) {
    var core = instance.core;
    var live = instance.live;
    var run = core.state().run();
    var pipes = live == null ? null : live.output();
    return new RunBook.Page(
        instance.id.number(),
        Kind.of(core.state()).name(),
        goal(instance).name(),
        instance.mark,
        new RunBook.Run(
            live == null ? 0 : live.pid(),
            live == null ? 0 : live.startTicks(),
            run == null ? 0 : run.startedNs(),
            instance.startedAtMs,
            pipes == null ? 0 : pipes.out().inode(),
            pipes == null ? 0 : pipes.error().inode()),
        new RunBook.Counts(
            core.tally().restarts(), core.tally().unstable(), core.tally().backoffNs()),
        instance.createdAtMs,
        core.state().deadlineNs(),
        core.state() instanceof State.Errored(var reason) ? reason : instance.why);
  }

  /// One that has not proven itself is not wanted by whoever finds it.
  private static Goal goal(Supervised instance) {
    return instance.part == Supervised.Part.STAND_IN ? Goal.GONE : instance.core.goal();
  }

  @Override
  public void forget(Supervised instance) {
    int page = instance.page;
    instance.page = GONE;
    if (page >= 0) {
      onBook(present -> present.free(page, instance.id.number()));
    }
    changed = true;
  }

  @Override
  public void listChanged() {
    changed = true;
  }

  /// Whose list it is.
  void of(Supplier<Collection<Supervised>> instances) {
    all = instances;
  }

  /// The specs, if they are others. Also at the end of each turn.
  @Override
  public void keepList() {
    if (!changed) {
      return;
    }
    changed = false;
    try {
      write(home.runningList(), Json.write(Savings.write(Savings.snapshot(all.get()))));
    } catch (IOException refused) {
      tell(refused);
    }
  }

  private void write(Path file, String text) throws IOException {
    var refused = runs.write(file, text);
    if (refused != null) {
      tell(refused);
    }
  }

  /// A file that is not of this moment is worse than none.
  @Override
  public void keepPorts(Map<String, List<Primary.Open>> ports) {
    try {
      try {
        write(home.runningPorts(), Json.write(ClusterRecovery.written(ports)) + "\n");
      } catch (IOException refused) {
        tell(refused);
        runs.delete(home.runningPorts());
      }
    } catch (IOException refused) {
      tell(refused);
    }
  }

  @Override
  public void keepPipe(String name, int fd) {
    store.put(name, fd);
  }

  @Override
  public void forgetPipe(String name) {
    store.remove(name);
  }

  private void tell(IOException refused) {
    if (!failing) {
      failing = true;
      trouble.accept(
          "%s does not take what a next daemon would need, it is kept in memory: %s"
              .formatted(home.state(), refused));
    }
  }

  @Override
  public Journal journal(Supervised instance, StdStream stream) {
    return new Note(this, instance.mark.hashCode(), stream);
  }

  /// The journal of a run's stream in the book's one note: no two writes are under way at once.
  private record Note(KeptNotebook notebook, int run, StdStream stream) implements Journal {
    @Override
    public void begin(Entry entry) {
      var body = notebook.noteBody;
      body.putInt(0, 1).putInt(4, run).putInt(8, numberOf(stream));
      body.putInt(12, entry.used()).putInt(16, entry.length());
      body.putInt(20, entry.atLineStart() ? 1 : 0).putLong(24, entry.wallMs());
      body.putInt(32, entry.marks().size());
      for (int i = 0; i < entry.marks().size(); i++) {
        body.putLong(40 + 16 * i, entry.marks().get(i).inode());
        body.putLong(48 + 16 * i, entry.marks().get(i).at());
      }
      notebook.onBook(present -> present.note(body));
    }

    @Override
    public void end() {
      notebook.onBook(RunBook::endNote);
    }
  }

  private static int numberOf(StdStream stream) {
    return stream == StdStream.OUT ? 1 : 2;
  }

  /// What a note says of a stream, or null when it is of another one or of none.
  static Journal.@Nullable Entry entry(ByteBuffer note, String mark, StdStream stream) {
    if (note.getInt(0) == 0
        || note.getInt(4) != mark.hashCode()
        || note.getInt(8) != numberOf(stream)) {
      return null;
    }
    var marks = new ArrayList<Journal.Mark>();
    for (int i = 0; i < note.getInt(32); i++) {
      marks.add(new Journal.Mark(note.getLong(40 + 16 * i), note.getLong(48 + 16 * i)));
    }
    return new Journal.Entry(
        note.getLong(24), note.getInt(12), note.getInt(16), note.getInt(20) == 1, marks);
  }

  /// This daemon ends in order: there is nothing to take up after it.
  void end() {
    try {
      if (book != null) {
        book.end();
      }
      runs.end();
    } catch (IOException refused) {
      tell(refused);
    }
  }
}
