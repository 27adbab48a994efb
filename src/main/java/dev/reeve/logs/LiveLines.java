package dev.reeve.logs;

/// What a stream's followers see of it, whole lines. With nobody following it costs nothing.
final class LiveLines {
  private final StreamLog.Outlet outlet;
  private final FollowCarry carry = new FollowCarry();

  LiveLines(StreamLog.Outlet outlet) {
    this.outlet = outlet;
  }

  boolean wanted() {
    boolean wanted = outlet.followed().getAsBoolean();
    if (!wanted) {
      carry.clear();
    }
    return wanted;
  }

  /// Takes a part of the chunk, which has left the pipe.
  void see(int from, int length, long wallMs) {
    if (wanted()) {
      var chunk = outlet.workspace().chunk;
      carry.accept(chunk, from, from + length, (bytes, at, to) -> tell(bytes, at, to, wallMs));
    }
  }

  void finish(long wallMs) {
    carry.finish((bytes, from, to) -> tell(bytes, from, to, wallMs));
  }

  private void tell(byte[] bytes, int from, int to, long wallMs) {
    outlet.follower().onLine(bytes, from, to, wallMs);
  }
}
