package dev.reeve.os;

import java.util.List;

/// As whom a child runs: its user, or -1 for ours; its group; and all its groups.
public record Credentials(int uid, int gid, List<Integer> groups) {
  public Credentials {
    groups = List.copyOf(groups);
  }
}
