package dev.reeve.daemon;

import dev.reeve.loop.Loop;
import dev.reeve.loop.Rank;
import dev.reeve.model.WatchScope;
import dev.reeve.os.Errno;
import dev.reeve.os.FolderEvents;
import dev.reeve.os.Kernel;
import dev.reeve.os.Readiness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Hears of changes below folders, for several askers over one descriptor: the kernel allows a user
/// few of those. It tells of one folder at a time, so each folder of a tree is watched, level by
/// level: first watched and then looked into, so that none that is made meanwhile is missed.
final class FileWatch {
  private static final int FOLDERS_A_TURN = 200;
  private static final int READS_A_TURN = 8;
  private static final int TOLD_OF_A_FOLDER = 20;
  private static final int BUFFER_BYTES = 32 << 10;

  private final Loop loop;
  private final Kernel kernel;
  private final TreeLook look;
  private final Map<Integer, List<Place>> places = new HashMap<>();
  private final Set<Asker> askers = new LinkedHashSet<>();
  private byte[] buffer = new byte[0];
  private int fd = -1;

  /// Who hears of what an asker wants to know.
  interface Listener {
    void onChanged(Path path);

    /// All that was there when it was last looked is watched: so many folders.
    void onComplete(long folders);

    /// Nothing is watched any more, for a reason in a sentence.
    void onRefused(String reason);
  }

  static final class Asker {
    final WatchScope scope;
    final Listener listener;
    final Set<Path> beginnings = new LinkedHashSet<>();

    /// How much is still to be looked at.
    int open;

    Asker(WatchScope scope, Listener listener) {
      this.scope = scope;
      this.listener = listener;
    }
  }

  /// A folder as an asker knows it.
  private record Place(Asker asker, Path path) {}

  FileWatch(Loop loop, Kernel kernel) {
    this.loop = loop;
    this.kernel = kernel;
    this.look = new TreeLook(loop::post);
  }

  void begin(Asker asker) {
    int opened = open();
    if (opened < 0) {
      loop.post(() -> asker.listener.onRefused(sentence(-opened)));
      return;
    }
    askers.add(asker);
    descend(asker);
  }

  void end(Asker asker) {
    if (askers.remove(asker)) {
      forget(asker, Path.of("/"));
    }
    if (askers.isEmpty() && fd >= 0) {
      loop.unwatch(fd);
      kernel.close(fd);
      fd = -1;
      buffer = new byte[0];
      places.clear();
    }
  }

  private long folders(Asker asker) {
    return places.values().stream()
        .filter(each -> each.stream().anyMatch(place -> place.asker == asker))
        .count();
  }

  private int open() {
    if (fd < 0) {
      int opened = kernel.watchFolders();
      if (opened < 0) {
        return opened;
      }
      fd = opened;
      buffer = new byte[BUFFER_BYTES];
      loop.watch(fd, Readiness.READ, Rank.REQUEST, (_, _, _) -> read());
    }
    return fd;
  }

  /// What is not there yet is waited for in the nearest folder that is.
  private void descend(Asker asker) {
    asker.beginnings.clear();
    for (var beginning : asker.scope.beginnings()) {
      var there = beginning;
      while (!Files.isDirectory(there) && there.getParent() != null) {
        there = there.getParent();
      }
      asker.beginnings.add(there);
    }
    add(asker, List.copyOf(asker.beginnings), false);
  }

  /// `made`: they have just come into being, so what is in them is a change.
  private void add(Asker asker, List<Path> folders, boolean made) {
    var added = new ArrayList<Path>();
    int count = Math.min(FOLDERS_A_TURN, folders.size());
    for (var folder : folders.subList(0, count)) {
      if (askers.contains(asker) && add(asker, folder)) {
        added.add(folder);
      }
    }
    if (!askers.contains(asker)) {
      return;
    }
    if (!added.isEmpty()) {
      asker.open++;
      look.into(added, asker.scope, found -> onFound(asker, found, made));
    }
    if (count < folders.size()) {
      asker.open++;
      loop.post(() -> {
        asker.open--;
        add(asker, folders.subList(count, folders.size()), made);
      });
    }
    if (asker.open == 0) {
      asker.listener.onComplete(folders(asker));
    }
  }

  private void onFound(Asker asker, TreeLook.Found found, boolean made) {
    asker.open--;
    if (!askers.contains(asker)) {
      return;
    }
    if (made) {
      found.files().stream().limit(TOLD_OF_A_FOLDER).forEach(asker.listener::onChanged);
    }
    add(asker, found.folders(), made);
  }

  /// False for one that is there under another name: links may go round in circles.
  private boolean add(Asker asker, Path folder) {
    boolean follow = asker.scope.followsLinks() || asker.beginnings.contains(folder);
    int number = kernel.addFolder(fd, folder.toString(), follow);
    if (number == -Errno.ENOSPC || number == -Errno.ENOMEM) {
      refuse(asker, -number);
    }
    if (number < 0) {
      return false;
    }
    var known = places.computeIfAbsent(number, _ -> new ArrayList<>());
    if (known.stream().anyMatch(each -> each.asker == asker)) {
      return false;
    }
    known.add(new Place(asker, folder));
    return true;
  }

  private void refuse(Asker asker, int errno) {
    end(asker);
    loop.post(() -> asker.listener.onRefused(sentence(errno)));
  }

  private static String sentence(int errno) {
    return switch (errno) {
      case Errno.ENOSPC ->
          "the kernel's limit of watched folders is reached; raise it with"
              + " 'sysctl fs.inotify.max_user_watches=1048576', and restart the app";
      case Errno.EMFILE ->
          "the kernel's limit of watchers is reached; raise it with"
              + " 'sysctl fs.inotify.max_user_instances=1024', and restart the app";
      default -> Errno.sentence(errno);
    };
  }

  private void read() {
    for (int reads = 0; reads < READS_A_TURN && fd >= 0; reads++) {
      int length = kernel.read(fd, buffer, 0, buffer.length);
      if (length <= 0) {
        return;
      }
      FolderEvents.each(buffer, length, this::on);
    }
  }

  private void on(FolderEvents.Event event) {
    if (event.is(FolderEvents.OVERFLOW)) {
      onOverflow();
    } else if (event.is(FolderEvents.IGNORED)) {
      var gone = places.remove(event.folder());
      List.copyOf(gone == null ? List.of() : gone).forEach(this::onGone);
    } else if (!event.name().isEmpty()) {
      for (var place : List.copyOf(places.getOrDefault(event.folder(), List.of()))) {
        on(event, place.asker, place.path.resolve(event.name()));
      }
    } else if (event.is(FolderEvents.MOVE_SELF)) {
      for (var place : List.copyOf(places.getOrDefault(event.folder(), List.of()))) {
        onMoved(place);
      }
    }
  }

  private void on(FolderEvents.Event event, Asker asker, Path path) {
    if (event.is(FolderEvents.FOLDER) && event.is(FolderEvents.MOVED_FROM)) {
      forget(asker, path);
    }
    boolean comes = event.is(FolderEvents.CREATE) || event.is(FolderEvents.MOVED_TO);
    // A link to a folder comes as a file.
    if (comes && asker.scope.descends(path) && Files.isDirectory(path)) {
      add(asker, List.of(path), true);
    }
    if (asker.scope.concerns(path)) {
      asker.listener.onChanged(path);
    }
  }

  /// Changes were lost, and perhaps new folders with them.
  private void onOverflow() {
    for (var asker : List.copyOf(askers)) {
      asker.beginnings.forEach(asker.listener::onChanged);
      forget(asker, Path.of("/"));
      descend(asker);
    }
  }

  /// A folder has gone; if it was where we began, it may come again.
  private void onGone(Place place) {
    if (askers.contains(place.asker) && place.asker.beginnings.contains(place.path)) {
      descend(place.asker);
    }
  }

  private void onMoved(Place place) {
    if (place.asker.beginnings.contains(place.path)) {
      forget(place.asker, place.path);
      descend(place.asker);
    }
  }

  /// Below a path nothing is watched for an asker any more.
  private void forget(Asker asker, Path above) {
    var numbers = new ArrayList<Integer>();
    places.forEach((number, all) -> {
      all.removeIf(each -> each.asker == asker && each.path.startsWith(above));
      if (all.isEmpty()) {
        numbers.add(number);
      }
    });
    for (int number : numbers) {
      places.remove(number);
      kernel.removeFolder(fd, number);
    }
  }
}
