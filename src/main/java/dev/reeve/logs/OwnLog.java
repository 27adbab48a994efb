package dev.reeve.logs;

import dev.reeve.model.Rotation;
import dev.reeve.os.Descriptors;
import org.jspecify.annotations.Nullable;

/// The rotation of a log that others write, line by line: the daemon's own.
public final class OwnLog {
  private final String path;
  private final Descriptors descriptors;
  private final Turnover turnover;
  private Descriptors.@Nullable FileFacts facts;
  private boolean wanted = true;

  public OwnLog(String path, LogFiles.Ground ground) {
    this.path = path;
    this.descriptors = ground.descriptors();
    this.turnover = new Turnover(path, new LogFiles.Care(Rotation.USUAL, null), ground);
  }

  public void rotation(Rotation rotation) {
    wanted = rotation.ownLog();
    turnover.rotation(rotation);
  }

  /// Whether it is another file now, to be opened by its writer: a generation has been made of it,
  /// or someone has moved it away.
  public boolean turned(long wallMs) {
    var now = descriptors.facts(path);
    if (facts == null && now != null) {
      facts = now;
      turnover.opened(now, wallMs);
    }
    turnover.look(wallMs);
    boolean moved = now == null || (facts != null && !now.same(facts));
    boolean full = now != null && wanted && turnover.due(now.size()) && turnover.rename(wallMs);
    if (moved || full) {
      facts = null;
    }
    return moved || full;
  }
}
