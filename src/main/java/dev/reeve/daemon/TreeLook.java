package dev.reeve.daemon;

import dev.reeve.model.WatchScope;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Looks into folders, off the loop's thread: a disk may be slow, and a tree large. Nothing of it
/// is there until the first look, and its thread ends when there is nothing to look at.
final class TreeLook {
  private static final long IDLE_SECONDS = 5;

  private final Consumer<Runnable> post;
  private @Nullable ThreadPoolExecutor thread;

  /// The folders within some, and the files, of those that a scope means.
  record Found(List<Path> folders, List<Path> files) {}

  /// `post` brings what was found to the loop.
  TreeLook(Consumer<Runnable> post) {
    this.post = post;
  }

  void into(List<Path> folders, WatchScope scope, Consumer<Found> whenDone) {
    thread()
        .execute(() -> {
          var found = new Found(new ArrayList<>(), new ArrayList<>());
          folders.forEach(folder -> look(folder, scope, found));
          post.accept(() -> whenDone.accept(found));
        });
  }

  /// What can't be read is as good as empty, and what goes meanwhile was not there.
  private static void look(Path folder, WatchScope scope, Found found) {
    var links =
        scope.followsLinks() ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
    try (var children = Files.newDirectoryStream(folder)) {
      for (var child : children) {
        boolean descends = scope.descends(child);
        boolean concerns = scope.concerns(child);
        if ((descends || concerns) && Files.isDirectory(child, links)) {
          if (descends) {
            found.folders.add(child);
          }
        } else if (concerns) {
          found.files.add(child);
        }
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      found.files.removeIf(each -> each.startsWith(folder) && !Files.exists(each));
    }
  }

  private ThreadPoolExecutor thread() {
    if (thread == null) {
      var made =
          new ThreadPoolExecutor(
              1,
              1,
              IDLE_SECONDS,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              Thread.ofPlatform().daemon().name("trees").factory());
      made.allowCoreThreadTimeOut(true);
      thread = made;
    }
    return thread;
  }
}
