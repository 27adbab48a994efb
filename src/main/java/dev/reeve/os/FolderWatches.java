package dev.reeve.os;

/// What tells of changes in folders. What is read from its descriptor is read by [FolderEvents].
public interface FolderWatches {
  /// A new one: a descriptor that never waits.
  int watchFolders();

  /// Tells from now on of what is made, written, moved or removed in a folder, not below it. The
  /// number by which its events are known; the same again for a folder that is watched already.
  int addFolder(int watches, String path, boolean followLink);

  int removeFolder(int watches, int number);
}
