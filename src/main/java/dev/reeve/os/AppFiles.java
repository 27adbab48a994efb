package dev.reeve.os;

import dev.reeve.os.Descriptors.FileFacts;
import org.jspecify.annotations.Nullable;

/// Files that an app names, by their path. A root that goes through a folder in which others may
/// make links must not go where they lead it. So a path that only root can change is used with our
/// own rights, links and all. One that leads through a folder of others is used with the rights of
/// the app's user; where that user may not, or is root, with our own, but along no link and to no
/// file of a stranger's. When we are not root, all is as everywhere.
public interface AppFiles {
  /// How a file is opened. It never waits: for a pipe without a reader it gives `-ENXIO`.
  enum How {
    /// To append and to read back, made with mode 0600 if absent.
    LOG,
    /// To append to what is no regular file, made with mode 0600 if absent.
    STREAM,
    /// To write, made with mode 0644 if absent.
    WRITE,
    /// To write, with mode 0600; it must not be there yet.
    NEW,
    /// To read.
    READ,
    /// To list what is in it.
    FOLDER
  }

  /// A descriptor, the caller's to close, or `-errno`.
  int open(String path, How how);

  /// Gives a file another name in its folder; what has that name is replaced.
  int rename(String path, String name);

  int unlink(String path);

  /// Makes a folder and those above it that are missing.
  int makeFolder(String path);

  /// The facts of what a path leads to, or null when there is nothing; it may be a link.
  @Nullable FileFacts facts(String path);

  /// The facts of an open file.
  @Nullable FileFacts facts(int fd);

  /// Cuts an open file to nothing.
  int empty(int fd);

  int close(int fd);

  /// Whose files: of a user, null for our own.
  interface Source {
    AppFiles of(@Nullable Credentials owner);
  }
}
