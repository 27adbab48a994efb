package dev.reeve.daemon;

/// For a daemon whose pid files nobody reads.
final class NoPidFiles implements PidFiles {
  @Override
  public void write(Supervised instance, int pid) {}

  @Override
  public void remove(Supervised instance, String path) {}
}
