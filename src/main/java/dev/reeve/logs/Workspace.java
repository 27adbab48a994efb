package dev.reeve.logs;

/// What the loop's thread works with, one for all streams: where it looks into a pipe, and where it
/// puts together what it writes.
public final class Workspace {
  /// How much of a pipe is looked at in one go.
  static final int CHUNK_BYTES = 128 << 10;

  /// A write is ended at the first line end after so many bytes.
  static final int PAGE_BYTES = 128 << 10;

  final byte[] chunk = new byte[CHUNK_BYTES];
  final Page page = new Page();
}
