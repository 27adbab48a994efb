package dev.reeve.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which paths a [Watch] means, and in which folders one must look for them. Below a path that is
/// watched, names that begin with a dot and `node_modules` are left out; a path that is named
/// itself is not.
public final class WatchScope {
  private static final String PACKAGES = "node_modules";

  private final Watch watch;
  private final Path cwd;
  private final List<Root> roots = new ArrayList<>();
  private final List<PathPattern> ignored = new ArrayList<>();

  /// A path with all below it, or what a glob means below a folder.
  private record Root(Path path, @Nullable Pattern glob, int names, boolean deep) {
    boolean means(Path file) {
      return file.startsWith(path)
          && (glob == null || BoundedMatch.matches(glob, path.relativize(file).toString()));
    }

    /// Whether something that is meant may be in a folder.
    boolean mayBeIn(Path folder) {
      if (path.startsWith(folder)) {
        return true;
      }
      return folder.startsWith(path)
          && (deep || means(folder) || path.relativize(folder).getNameCount() < names);
    }
  }

  public WatchScope(Watch watch, Path cwd) {
    this.watch = watch;
    this.cwd = cwd;
    var written = watch.paths().isEmpty() ? List.of(".") : watch.paths();
    written.forEach(each -> roots.add(root(each)));
    watch.ignored().forEach(each -> PathPattern.parse(each).ifPresent(ignored::add));
  }

  private Root root(String written) {
    if (!PathPattern.isGlob(written)) {
      return new Root(cwd.resolve(written).normalize(), null, 0, true);
    }
    var folder = new StringBuilder();
    var rest = written.replaceFirst("^(\\./)+", "");
    for (int slash = rest.indexOf('/'); slash >= 0; slash = rest.indexOf('/')) {
      if (PathPattern.isGlob(rest.substring(0, slash))) {
        break;
      }
      folder.append(rest, 0, slash + 1);
      rest = rest.substring(slash + 1);
    }
    int names = rest.split("/", -1).length;
    var path = cwd.resolve(folder.toString()).normalize();
    return new Root(path, PathPattern.ofWhole(rest), names, rest.contains("**"));
  }

  /// The folders to begin at; not each need be there. A path other than the app's own folder is
  /// seen from the folder that it is in, as it may go and come again.
  public Set<Path> beginnings() {
    var folders = new LinkedHashSet<Path>();
    for (var root : roots) {
      var parent = root.path.getParent();
      boolean whole = root.glob != null || parent == null || cwd.startsWith(root.path);
      folders.add(whole ? root.path : parent);
    }
    return folders;
  }

  /// Whether a folder must be looked at.
  public boolean descends(Path folder) {
    for (var root : roots) {
      if (root.mayBeIn(folder) && !isLeftOut(root, folder)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a change of this path counts.
  public boolean concerns(Path file) {
    for (var root : roots) {
      if (root.means(file) && !isLeftOut(root, file)) {
        return true;
      }
    }
    return false;
  }

  public boolean followsLinks() {
    return watch.followLinks();
  }

  /// A path as people write it, from the app's folder on if it is in there.
  public String shown(Path file) {
    return file.equals(cwd) || !file.startsWith(cwd)
        ? file.toString()
        : cwd.relativize(file).toString();
  }

  private boolean isLeftOut(Root root, Path path) {
    if (!path.startsWith(root.path) || path.equals(root.path)) {
      return false;
    }
    var below = root.path.relativize(path);
    if (below.getNameCount() > (long) watch.depth() + 1) {
      return true;
    }
    for (var name : below) {
      if (name.toString().startsWith(".") || name.toString().equals(PACKAGES)) {
        return true;
      }
    }
    var relative = path.startsWith(cwd) ? cwd.relativize(path) : below;
    for (var pattern : ignored) {
      if (pattern.matches(relative.toString(), path.toString())) {
        return true;
      }
    }
    return false;
  }
}
