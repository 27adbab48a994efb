package dev.reeve.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Who a process is.
public record Identity(int uid, int gid) {

  /// -1 where the system does not tell.
  public static Identity ofThisProcess() {
    try {
      var self = Path.of("/proc/self");
      int uid = (int) Files.getAttribute(self, "unix:uid");
      return new Identity(uid, (int) Files.getAttribute(self, "unix:gid"));
    } catch (IOException | UnsupportedOperationException unknown) {
      return new Identity(-1, -1);
    }
  }

  /// Root may become anyone, anyone itself; -1 means as it is.
  public boolean mayBecome(int otherUid, int otherGid) {
    return uid == 0 || ((otherUid == uid || otherUid == -1) && (otherGid == gid || otherGid == -1));
  }
}
