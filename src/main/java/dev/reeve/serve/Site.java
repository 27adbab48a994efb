package dev.reeve.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The served folder. It is looked for anew each time, as a new release may have taken its place,
/// and a link that leads out of it, or to something hidden, leads to nothing.
record Site(Path folder) {

  /// What stands under a path.
  sealed interface Found {
    record Page(Path file, long bytes, long modifiedMs, String etag) implements Found {}

    record Folder(Path path) implements Found {}

    record Nothing() implements Found {}
  }

  /// A line of a folder's listing.
  record Row(String name, boolean folder, long bytes, long modifiedMs) {}

  Found find(List<String> names) {
    try {
      var root = folder.toRealPath();
      var real = root.resolve(String.join("/", names)).toRealPath();
      if (!real.startsWith(root) || isHidden(root.relativize(real))) {
        return new Found.Nothing();
      }
      var attributes = Files.readAttributes(real, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return new Found.Folder(real);
      }
      return attributes.isRegularFile() ? page(real, attributes) : new Found.Nothing();
    } catch (IOException | InvalidPathException absent) {
      return new Found.Nothing();
    }
  }

  private static boolean isHidden(Path inside) {
    for (var name : inside) {
      if (Target.namesOf("/" + Target.encoded(name.toString())) == null) {
        return true;
      }
    }
    return false;
  }

  /// Another content has another time, to the nanosecond, or another size, or is another file.
  private static Found.Page page(Path real, BasicFileAttributes attributes) {
    var modified = attributes.lastModifiedTime();
    var at = modified.toInstant();
    var etag =
        "\"%x%08x-%x-%x\""
            .formatted(
                at.getEpochSecond(),
                at.getNano(),
                attributes.size(),
                String.valueOf(attributes.fileKey()).hashCode());
    return new Found.Page(real, attributes.size(), modified.toMillis(), etag);
  }

  /// What of a folder would be served, folders first.
  List<Row> rows(List<String> names, Path path) throws IOException {
    var rows = new ArrayList<Row>();
    try (Stream<Path> entries = Files.list(path)) {
      for (var name : entries.map(each -> each.getFileName().toString()).toList()) {
        var inside = new ArrayList<>(names);
        inside.add(name);
        row(name, find(inside), rows);
      }
    }
    rows.sort(Comparator.comparing(Row::folder).reversed().thenComparing(Row::name));
    return rows;
  }

  private static void row(String name, Found found, List<Row> rows) throws IOException {
    if (Target.namesOf("/" + Target.encoded(name)) == null) {
      return;
    }
    switch (found) {
      case Found.Page page -> rows.add(new Row(name, false, page.bytes(), page.modifiedMs()));
      case Found.Folder inner ->
          rows.add(new Row(name, true, 0, Files.getLastModifiedTime(inner.path()).toMillis()));
      case Found.Nothing _ -> {}
    }
  }
}
