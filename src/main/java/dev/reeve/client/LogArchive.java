package dev.reeve.client;

import dev.reeve.model.Generation;
import dev.reeve.model.Rotation;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// A log file's past: its generations beside it, compressed or not. The daemon may rotate, compress
/// and delete while somebody reads.
public record LogArchive(Path active) {
  private static final int BUFFER_BYTES = 64 << 10;

  /// One generation. `key` stays the same when it is compressed; `inode` does not.
  public record Part(Path path, Generation name, long modifiedMs, @Nullable Object inode) {
    String key() {
      return name.date() + "." + name.number();
    }

    boolean plain() {
      return name.stored() == Rotation.Compression.NONE;
    }

    /// What was written, from a place on. One that has been compressed meanwhile is read under its
    /// other name; one that has been deleted is empty.
    InputStream open(long from) throws IOException {
      try {
        return stream(path, name.stored(), from);
      } catch (NoSuchFileException gone) {
        return openOther(from);
      }
    }

    private InputStream openOther(long from) throws IOException {
      var bare = path.toString();
      bare = bare.substring(0, bare.length() - name.stored().ending().length());
      for (var stored : Rotation.Compression.values()) {
        var file = Path.of(bare + stored.ending());
        if (Files.exists(file)) {
          return stream(file, stored, from);
        }
      }
      return InputStream.nullInputStream();
    }
  }

  /// The generations, oldest first. Of one that is being compressed the whole file counts.
  public List<Part> parts() throws IOException {
    var byKey = new HashMap<String, Part>();
    var folder = active.toAbsolutePath().getParent();
    var own = String.valueOf(active.getFileName());
    try (var files = Files.newDirectoryStream(Objects.requireNonNull(folder), start(own) + "*")) {
      for (var file : files) {
        var name = Generation.of(own, String.valueOf(file.getFileName()));
        var part = name.map(each -> part(file, each)).orElse(null);
        if (part != null) {
          byKey.merge(part.key(), part, (one, other) -> one.plain() ? one : other);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    }
    var parts = new ArrayList<>(byKey.values());
    parts.sort(LogArchive::older);
    return parts;
  }

  /// Several may be of one tick of the file system's clock.
  private static int older(Part one, Part other) {
    int byTime = Long.compare(one.modifiedMs, other.modifiedMs);
    int byDate = one.name.date().compareTo(other.name.date());
    int byNumber = Integer.compare(one.name.number(), other.name.number());
    return byTime != 0 ? byTime : byDate != 0 ? byDate : byNumber;
  }

  /// What all names of generations begin with, quoted for a glob.
  private static String start(String own) {
    var stem = own.endsWith(".log") ? own.substring(0, own.length() - 4) : own;
    return stem.replaceAll("([\\\\*?\\[\\]{}])", "\\\\$1");
  }

  private static @Nullable Part part(Path file, Generation name) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        return null;
      }
      return new Part(file, name, attributes.lastModifiedTime().toMillis(), attributes.fileKey());
    } catch (IOException gone) {
      return null;
    }
  }

  /// The content of a file, from a place in what it held before it was compressed.
  static InputStream stream(Path file, Rotation.Compression stored, long from) throws IOException {
    if (stored == Rotation.Compression.NONE) {
      return Channels.newInputStream(FileChannel.open(file).position(from));
    }
    var bytes = Files.newInputStream(file);
    try {
      var content =
          stored == Rotation.Compression.GZIP
              ? new GZIPInputStream(bytes, BUFFER_BYTES)
              : new ZstdInputStream(bytes);
      content.skipNBytes(from);
      return content;
    } catch (IOException torn) {
      bytes.close();
      throw torn;
    }
  }
}
