package dev.reeve.daemon;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.store.SavedList;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The saved list: written when the user says so, and from then on kept in step with what the user
/// does, a second after it is done and off the loop's thread.
///
/// It is kept in step only while it is ours: this daemon has saved it, or has in its list every app
/// that the saved one holds. A daemon that was started without its apps does not overwrite the list
/// that would bring them back, and one that ends shrinks nothing. That nothing is left is no list
/// to come back to either: `delete all` leaves the saved one as it is, as with PM2.
final class Keeping {
  private static final long CALM_NS = Duration.ofSeconds(1).toNanos();
  private static final String KEPT =
      "the saved list is kept: 'resurrect' brings its apps back, 'save --force' empties it";

  private final Supervisor supervisor;
  private final SavedList file;
  private final Runnable due = this::onDue;

  /// What is on the disk, if it is ours.
  private @Nullable String ours;

  private boolean changed;
  private boolean armed;
  private boolean writing;

  /// The names by which it is being found out whether the list is ours.
  private @Nullable Set<String> looksWith;

  /// Saves that wait for what is being written.
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

  /// What is to be written, and what must be there for that.
  private record Wish(String text, Set<String> names, @Nullable String ours) {}

  Keeping(Supervisor supervisor, SavedList file) {
    this.supervisor = supervisor;
    this.file = file;
  }

  /// The user is about to change something. Whether the list that is there is ours, by what there
  /// is now, is found out beside the loop.
  void before() {
    if (ours != null || !isOn() || looksWith != null) {
      return;
    }
    var names = names();
    looksWith = names;
    aside(
        () -> {
          var there = file.text();
          return SavedList.holdsOnly(there, names) ? there : null;
        },
        this::onLooked);
  }

  private void onLooked(Written found) {
    looksWith = null;
    if (!found.failure.isEmpty()) {
      supervisor.log().say(file.file() + " cannot be read: " + found.failure);
    }
    if (ours == null) {
      ours = found.text;
    }
    if (changed) {
      arm();
    }
  }

  /// The user has changed something.
  void after() {
    changed = true;
    arm();
  }

  private void arm() {
    if (ours != null && !armed) {
      armed = true;
      supervisor.loop().arm(due, supervisor.loop().nowNs() + CALM_NS);
    }
  }

  /// What is on the disk now if it is ours, or what has failed.
  private record Written(@Nullable String text, String failure) {}

  private interface Work {
    @Nullable String run() throws IOException;
  }

  /// Disks are slow, and lists long: not on the loop's thread.
  private void aside(Work work, Consumer<Written> whenDone) {
    Runnable task =
        () -> {
          Written written;
          try {
            written = new Written(work.run(), "");
          } catch (IOException | RuntimeException refused) {
            written = new Written(null, String.valueOf(refused.getMessage()));
          }
          var result = written;
          supervisor.loop().post(() -> whenDone.accept(result));
        };
    supervisor.kernel().beside("keeping", task);
  }

  private boolean isOn() {
    return supervisor.logCare().settings().autosave();
  }

  /// Whoever deletes all may think that the saved list is empty then, too.
  Answer deleting(Answer answer) {
    Runnable tell =
        () -> {
          if (Savings.kept(supervisor.all()).isEmpty() && holdsApps(ours)) {
            answer.push(new Push.Notice(KEPT));
          }
        };
    return new Answer.Forwarded(answer, tell, _ -> {});
  }

  private boolean isDue() {
    return changed && ours != null && isOn() && !Savings.kept(supervisor.all()).isEmpty();
  }

  private void onDue() {
    armed = false;
    if (writing || !isDue()) {
      return;
    }
    changed = false;
    writing = true;
    var list = Savings.snapshot(supervisor.all());
    var names = names();
    var before = ours;
    aside(
        () -> keep(new Wish(textOf(list), names, before)),
        written -> {
          var failure = written.failure;
          if (!failure.isEmpty()) {
            supervisor.log().say(file.file() + " is not kept in step: " + failure);
          }
          onWritten(failure.isEmpty() ? written.text : before);
        });
  }

  private static String textOf(List<Savings.Saved> list) {
    return SavedList.textOf(Savings.write(list));
  }

  /// Another command may have come meanwhile, or another list.
  private void onWritten(@Nullable String now) {
    writing = false;
    ours = now;
    var next = waiting.poll();
    if (next != null) {
      next.run();
    } else if (changed) {
      after();
    }
  }

  /// Returns what is on the disk afterwards, if it is ours.
  private @Nullable String keep(Wish wish) throws IOException {
    var there = file.text();
    boolean same = there != null && (there.equals(wish.ours) || there.equals(wish.text));
    if (!same && !SavedList.holdsOnly(there, wish.names)) {
      return null;
    }
    file.write(wish.text);
    return wish.text;
  }

  private Set<String> names() {
    var names = new HashSet<String>();
    supervisor.all().forEach(each -> names.add(each.spec.name()));
    return names;
  }

  /// The daemon is about to end, and its apps with it: what the user wanted before that holds.
  void end() {
    try {
      if (ours == null && looksWith != null) {
        var there = file.text();
        ours = SavedList.holdsOnly(there, looksWith) ? there : null;
      }
      if (isDue()) {
        keep(new Wish(textOf(Savings.snapshot(supervisor.all())), names(), ours));
      }
    } catch (IOException refused) {
      supervisor.log().say(file.file() + " is not kept in step: " + refused);
    }
    ours = null;
  }

  /// What is wanted now is saved, beside the loop, and after what is being written already.
  void save(boolean force, Answer answer) {
    if (writing) {
      waiting.add(() -> save(force, answer));
      return;
    }
    var list = Savings.snapshot(Savings.kept(supervisor.all()));
    var before = ours;
    writing = true;
    changed = false;
    aside(
        () -> {
          if (list.isEmpty() && !force && holdsApps(file.text())) {
            return null;
          }
          var text = textOf(list);
          file.write(text);
          return text;
        },
        written -> {
          answer.reply(replyTo(written, list.size()));
          onWritten(written.text == null ? before : written.text);
        });
  }

  private Reply replyTo(Written written, int count) {
    if (!written.failure.isEmpty()) {
      return new Reply.Refused(
          "%s cannot be written: %s".formatted(file.file(), written.failure),
          "the saved list is as it was");
    }
    return written.text == null
        ? new Reply.Refused(
            "the list is empty, the saved one is kept",
            "to save an empty list add --force, or use cleardump")
        : new Reply.Saved(file.file().toString(), count);
  }

  private static boolean holdsApps(@Nullable String text) {
    var names = SavedList.names(text);
    return names != null && !names.isEmpty();
  }

  /// Reads the list, and hands on what it holds.
  void resurrect(Answer answer, Consumer<List<Savings.Saved>> restore) {
    SavedList.Content content;
    try {
      content = file.read();
    } catch (IOException refused) {
      answer.reply(
          new Reply.Refused(
              "%s cannot be read: %s".formatted(file.file(), refused.getMessage()), null));
      return;
    }
    switch (content) {
      case SavedList.Content.Absent _ ->
          answer.reply(
              new Reply.Refused(
                  "there is no saved list", "start what shall come back, then run 'save'"));
      case SavedList.Content.Broken(var reason, var keptAs) ->
          answer.reply(
              new Reply.Refused("the saved list is refused: " + reason, "it is kept as " + keptAs));
      case SavedList.Content.Found(var list, var note) -> {
        if (note != null) {
          supervisor.log().say(note);
          answer.push(new Push.Notice(note));
        }
        restore.accept(saved(list));
      }
    }
  }

  private List<Savings.Saved> saved(SavedList.Apps list) {
    return switch (list) {
      case SavedList.Apps.Ours(var all) -> Savings.read(all);
      case SavedList.Apps.OfPm2(var all) -> Savings.readOfPm2(all, supervisor.home());
    };
  }
}
