package dev.reeve.daemon;

import dev.reeve.lifecycle.Goal;
import dev.reeve.lifecycle.Input;
import dev.reeve.lifecycle.Unrest;
import dev.reeve.loop.Deadlines;
import dev.reeve.loop.Loop;
import dev.reeve.model.Home;
import dev.reeve.model.Renewal;
import dev.reeve.model.RenewalView;
import dev.reeve.model.Watch;
import dev.reeve.model.WatchScope;
import dev.reeve.os.Kernel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Replaces the runs of apps whose files change, and whose time has come. An app is looked after
/// once, however many instances it has, as long as one of them is wanted.
final class Renewals {
  /// After a reload that is under way; the next look at it.
  private static final long AGAIN_NS = Duration.ofMillis(100).toNanos();

  private final Loop loop;
  private final Parts parts;
  private final FileWatch files;
  private final Schedule schedule;
  private final Map<Key, Tended> tended = new HashMap<>();
  private boolean changed;
  private @Nullable OwnFiles ownFiles;
  private long ownFilesNs;

  /// `everyone` is the list, and who is not in it; `inputs` is the supervisor's door.
  record Parts(
      Home home,
      DaemonLog log,
      Supplier<Collection<Supervised>> everyone,
      BiConsumer<Supervised, Input> inputs) {}

  private record Key(String namespace, String name) {
    static Key of(Supervised instance) {
      return new Key(instance.spec.namespace(), instance.spec.name());
    }
  }

  /// What is wanted of an app's files.
  private record Wish(Watch watch, Path cwd) {}

  /// An app that is looked after.
  private static final class Tended {
    final Key key;
    final Wish wish;
    FileWatch.@Nullable Asker asker;
    @Nullable Unrest unrest;
    Runnable timer = () -> {};

    Tended(Key key, Wish wish) {
      this.key = key;
      this.wish = wish;
    }
  }

  Renewals(Loop loop, Kernel kernel, Parts parts) {
    this.loop = loop;
    this.parts = parts;
    this.files = new FileWatch(loop, kernel);
    this.schedule = new Schedule(loop, kernel, this::onTime);
  }

  /// Something has happened to an instance that may matter here.
  void onChange(Supervised instance) {
    changed |= instance.tended || !instance.spec.care().renewal().equals(Renewal.NONE);
  }

  /// At the end of a turn: who is to be looked after now?
  void review() {
    if (!changed) {
      return;
    }
    changed = false;
    var wishes = new HashMap<Key, Wish>();
    for (var instance : parts.everyone.get()) {
      var renewal = instance.spec.care().renewal();
      boolean wanted = isWanted(instance);
      instance.tended = wanted && renewal.asked();
      schedule.keep(instance, wanted ? renewal.cron() : null);
      if (wanted && renewal.watch().on()) {
        var cwd = Path.of(instance.spec.command().cwd());
        wishes.put(Key.of(instance), new Wish(renewal.watch(), cwd));
      }
    }
    schedule.review(parts.everyone.get());
    for (var each : List.copyOf(tended.values())) {
      if (!each.wish.equals(wishes.get(each.key))) {
        end(each);
      }
    }
    wishes.forEach((key, wish) -> {
      if (!tended.containsKey(key)) {
        begin(new Tended(key, wish));
      }
    });
  }

  private static boolean isWanted(Supervised instance) {
    var goal = instance.core.goal();
    return instance.part == Supervised.Part.LISTED && (goal == Goal.UP || goal == Goal.RESTING);
  }

  private void begin(Tended app) {
    tended.put(app.key, app);
    var scope = new WatchScope(app.wish.watch, app.wish.cwd);
    app.timer = () -> onQuiet(app);
    var asker = new FileWatch.Asker(scope, listener(app, scope));
    app.asker = asker;
    show(app, view -> view.watching(""));
    files.begin(asker);
  }

  private FileWatch.Listener listener(Tended app, WatchScope scope) {
    return new FileWatch.Listener() {
      @Override
      public void onChanged(Path path) {
        Renewals.this.onChanged(app, scope, path);
      }

      @Override
      public void onComplete(long folders) {
        show(app, view -> view.watching(folders == 1 ? "1 folder" : folders + " folders"));
      }

      @Override
      public void onRefused(String reason) {
        parts.log.say(app.key.name + " is not watched: " + reason);
        show(app, view -> view.watching("not watched: " + reason));
      }
    };
  }

  private void end(Tended app) {
    tended.remove(app.key);
    loop.arm(app.timer, Deadlines.NEVER);
    if (app.asker != null) {
      files.end(app.asker);
    }
    show(app, view -> view.watching(""));
  }

  private void onChanged(Tended app, WatchScope scope, Path path) {
    if (isOurs(path)) {
      return;
    }
    long nowNs = loop.nowNs();
    var before = app.unrest;
    var file = scope.shown(path);
    var now = before == null ? Unrest.begin(file, nowNs) : before.and(file, nowNs);
    app.unrest = now;
    loop.arm(app.timer, now.dueNs(app.wish.watch.delay()));
  }

  private boolean isOurs(Path path) {
    if (ownFiles == null || ownFilesNs != loop.nowNs()) {
      ownFiles = new OwnFiles(parts.home, parts.everyone.get());
      ownFilesNs = loop.nowNs();
    }
    return ownFiles.has(path);
  }

  /// A run that has not proven itself may have begun before the change: it is waited for.
  private void onQuiet(Tended app) {
    var unrest = app.unrest;
    if (unrest == null) {
      return;
    }
    var all = parts.everyone.get().stream().filter(each -> Key.of(each).equals(app.key)).toList();
    if (all.stream().anyMatch(each -> each.part == Supervised.Part.STAND_IN)) {
      loop.arm(app.timer, loop.nowNs() + AGAIN_NS);
      return;
    }
    app.unrest = null;
    show(app, view -> view.changed(unrest.sentence()));
    for (var instance : all) {
      if (instance.part == Supervised.Part.LISTED) {
        parts.inputs.accept(instance, new Input.Renew(unrest.sentence(), unrest.lastNs()));
      }
    }
  }

  private void onTime(Supervised instance) {
    parts.inputs.accept(instance, new Input.Renew("its time has come", loop.nowNs()));
  }

  private void show(Tended app, UnaryOperator<RenewalView> change) {
    for (var instance : parts.everyone.get()) {
      if (Key.of(instance).equals(app.key)) {
        instance.renewal = change.apply(instance.renewal);
      }
    }
  }
}
