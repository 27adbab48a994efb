package dev.reeve.loop;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/// The one bound on what everybody together may make us keep: what has come and is not whole yet,
/// and what waits to be taken. Each peer has a share; when all of them are too much, the biggest is
/// told to let go, until the others fit.
public final class Budget {
  /// Half of what the daemon's memory is; a list of a thousand apps has 15 MB.
  public static final long USUAL_BYTES = 48 << 20;

  /// From here on it is worth while to give memory back afterwards.
  private static final long MUCH_BYTES = 8 << 20;

  private static final long LITTLE_BYTES = 1 << 20;

  private final long mostBytes;
  private final Set<Share> shares = new LinkedHashSet<>();
  private Runnable relieved = () -> {};
  private long usedBytes;
  private boolean much;

  public Budget(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /// Who keeps something for a peer.
  public interface Keeper {
    /// It lets go of what it keeps, here and now; `bytes` is how much that is.
    void letGo(long bytes);
  }

  /// What one peer makes us keep.
  public final class Share {
    private final Keeper keeper;
    private long bytes;

    private Share(Keeper keeper) {
      this.keeper = keeper;
    }

    /// So much it is now; the keeper may be told to let go of it before this returns.
    public void set(long now) {
      usedBytes += now - bytes;
      bytes = now;
      if (now > 0) {
        shares.add(this);
      } else {
        shares.remove(this);
      }
      settle();
    }

    public long bytes() {
      return bytes;
    }
  }

  public Share share(Keeper keeper) {
    return new Share(keeper);
  }

  public long usedBytes() {
    return usedBytes;
  }

  /// Runs when much was kept and little is left of it.
  public void whenRelieved(Runnable task) {
    relieved = task;
  }

  private void settle() {
    while (usedBytes > mostBytes) {
      var biggest = shares.stream().max(Comparator.comparingLong(Share::bytes)).orElseThrow();
      biggest.keeper.letGo(biggest.bytes);
      // Whatever it did, it counts no more.
      usedBytes -= biggest.bytes;
      biggest.bytes = 0;
      shares.remove(biggest);
    }
    much |= usedBytes > MUCH_BYTES;
    if (much && usedBytes < LITTLE_BYTES) {
      much = false;
      relieved.run();
    }
  }
}
