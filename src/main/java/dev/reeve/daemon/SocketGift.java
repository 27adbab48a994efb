package dev.reeve.daemon;

import dev.reeve.model.Listen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How a process is told of the sockets that it is given (`man 3 sd_listen_fds`).
final class SocketGift {
  private static final String SHELL = "/bin/sh";
  private static final Path BASH = Path.of("/bin/bash");

  /// Only the process itself knows its number before it is another program; that keeps the number.
  private static final String OWN_PID = "LISTEN_PID=$$; export LISTEN_PID; exec \"$@\"";

  private SocketGift() {}

  /// All but `LISTEN_PID`.
  static Map<String, String> variables(List<Listen> sockets) {
    if (sockets.isEmpty()) {
      return Map.of();
    }
    var names = sockets.stream().map(Listen::name).toList();
    return Map.of(
        "LISTEN_FDS", String.valueOf(names.size()), "LISTEN_FDNAMES", String.join(":", names));
  }

  /// The program, started by a shell that adds `LISTEN_PID`. A small shell drops the variables
  /// whose names it can't use; bash keeps them. Without bash they are handed past it, where
  /// everybody can read them.
  static Launches.Words wrapped(Launches.Words words, Map<String, String> environment) {
    var all = new ArrayList<>(List.of("sh", "-c", OWN_PID, "sh"));
    var odd =
        environment.entrySet().stream()
            .filter(each -> !each.getKey().matches("[A-Za-z_][A-Za-z_0-9]*"))
            .map(each -> each.getKey() + "=" + each.getValue())
            .toList();
    boolean bash = !odd.isEmpty() && Files.isExecutable(BASH);
    if (!odd.isEmpty() && !bash) {
      all.add("/usr/bin/env");
      all.addAll(odd);
    }
    all.addAll(words.arguments());
    return new Launches.Words(bash ? BASH.toString() : SHELL, all);
  }
}
