package dev.reeve.daemon;

/// For a daemon whose pid files nobody reads.
final class NoPidFiles implements PidFiles {
  @Override
  public void write(String path, int pid) {}

  @Override
  public void remove(String path) {}
}
