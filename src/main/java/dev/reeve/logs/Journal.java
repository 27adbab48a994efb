package dev.reeve.logs;

import java.util.List;

/// What is about to be written, kept where a death of ours does not reach: between writing lines to
/// a file and taking them out of the pipe there is a moment in which they are in both.
public interface Journal {
  /// Called before the files change.
  void begin(Entry entry);

  /// Called when the bytes are out of the pipe.
  void end();

  /// Of one write: `used` bytes of the pipe behind those of the spool, seen at `wallMs`, become
  /// `length` bytes in each of the files. `atLineStart`: the stamped line before them was whole.
  record Entry(long wallMs, int used, int length, boolean atLineStart, List<Mark> marks) {
    public Entry {
      marks = List.copyOf(marks);
    }
  }

  /// One file and where the write begins in it.
  record Mark(long inode, long at) {}

  /// For what need not outlive us.
  Journal NONE =
      new Journal() {
        @Override
        public void begin(Entry entry) {}

        @Override
        public void end() {}
      };
}
