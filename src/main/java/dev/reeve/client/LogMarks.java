package dev.reeve.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where in its log files a follower stands, so that what was written while no daemon was there can
/// be read without a gap and without a repeat.
///
/// A line that is pushed does not say where it stands in its file, but each is one line there. So a
/// mark is a place and the number of lines that were pushed since; now and then it moves on over
/// these, while the file is still at hand.
public final class LogMarks {
  private static final int BLOCK_BYTES = 64 << 10;

  private final Map<Path, Mark> marks = new LinkedHashMap<>();

  /// A place: which file, known again by the generation before it, and how far. An inode would not
  /// do: a new file is often given that of one that has just been deleted.
  private static final class Mark {
    private long offset;
    private @Nullable String before;
    private long lines;
  }

  /// A file that a follower has to read on, from a place; `part` is null for the active one.
  private record Piece(LogArchive.@Nullable Part part, @Nullable String before, long from) {}

  /// The files that have a mark.
  public Set<Path> files() {
    return Set.copyOf(marks.keySet());
  }

  /// The follower has everything up to here, and what comes later is pushed.
  public void set(Path file, long size) throws IOException {
    var mark = new Mark();
    var parts = new LogArchive(file).parts();
    mark.offset = size;
    mark.before = parts.isEmpty() ? null : parts.getLast().key();
    marks.put(file, mark);
  }

  /// A line of a file was pushed.
  public void pushed(@Nullable Path file) {
    var mark = file == null ? null : marks.get(file);
    if (mark != null) {
      mark.lines++;
    }
  }

  /// Moves the marks behind what was pushed.
  public void settle() throws IOException {
    for (var file : files()) {
      var mark = Objects.requireNonNull(marks.get(file));
      if (mark.lines > 0) {
        var pieces = pieces(file, mark);
        if (isEmptied(file, pieces)) {
          set(file, Files.size(file));
        } else {
          var piece = after(file, pieces, mark.lines).getFirst();
          mark.offset = piece.from;
          mark.before = piece.before;
          mark.lines = 0;
        }
      }
    }
  }

  /// Reads what was not pushed, until the file's `size`, and moves the mark there.
  public void rest(Path file, long size, LineSink sink) throws IOException {
    var mark = marks.get(file);
    if (mark == null) {
      return;
    }
    var pieces = pieces(file, mark);
    if (isEmptied(file, pieces)) {
      pieces = List.of(new Piece(null, mark.before, 0));
      mark.lines = 0;
    }
    for (var piece : after(file, pieces, mark.lines)) {
      long limit = piece.part == null ? size - piece.from : Long.MAX_VALUE;
      try (var in = open(file, piece)) {
        LineReader.read(
            in,
            Math.max(0, limit),
            (bytes, from, to) -> {
              LineFilter.ALL.lines(bytes, from, to, sink);
              return sink.goesOn();
            });
      }
    }
    set(file, size);
  }

  /// Whether `flush` was there. What was pushed before it can't be told from what came after; when
  /// a line is at stake it is rather read twice than not at all.
  private static boolean isEmptied(Path file, List<Piece> pieces) throws IOException {
    var first = pieces.getFirst();
    return first.part == null && Files.exists(file) && Files.size(file) < first.from;
  }

  /// What has been written since a mark was right, oldest first. The file of the mark is the first
  /// generation after the one before it, and the active file as long as there is none.
  private static List<Piece> pieces(Path file, Mark mark) throws IOException {
    var parts = new LogArchive(file).parts();
    int first = 0;
    for (int i = 0; i < parts.size(); i++) {
      first = parts.get(i).key().equals(mark.before) ? i + 1 : first;
    }
    var pieces = new ArrayList<Piece>();
    for (int i = first; i <= parts.size(); i++) {
      var before = i == 0 ? null : parts.get(i - 1).key();
      var part = i == parts.size() ? null : parts.get(i);
      pieces.add(new Piece(part, before, i == first ? mark.offset : 0));
    }
    return pieces;
  }

  /// The same less so many lines; the last piece is always left.
  private static List<Piece> after(Path file, List<Piece> pieces, long lines) throws IOException {
    long left = lines;
    for (int i = 0; i < pieces.size(); i++) {
      var piece = pieces.get(i);
      long at = piece.from;
      try (var in = open(file, piece)) {
        var bytes = new byte[BLOCK_BYTES];
        for (int read = in.read(bytes); read > 0 && left > 0; read = in.read(bytes)) {
          int next = 0;
          while (next < read && left > 0) {
            left -= bytes[next++] == '\n' ? 1 : 0;
          }
          at += next;
        }
      }
      if (left == 0 || i == pieces.size() - 1) {
        var rest = new ArrayList<>(pieces.subList(i, pieces.size()));
        rest.set(0, new Piece(piece.part, piece.before, at));
        return rest;
      }
    }
    return pieces;
  }

  private static InputStream open(Path file, Piece piece) throws IOException {
    if (piece.part != null) {
      return piece.part.open(piece.from);
    }
    if (!Files.isRegularFile(file)) {
      return InputStream.nullInputStream();
    }
    try {
      return Channels.newInputStream(FileChannel.open(file).position(piece.from));
    } catch (NoSuchFileException none) {
      return InputStream.nullInputStream();
    }
  }
}
