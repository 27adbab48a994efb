package dev.reeve.real;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The processes of this machine that belong to a home, seen from outside of Reeve.
final class Machine {
  private Machine() {}

  /// One process: the instance number and the run in its environment; `leader` of its session.
  record Found(long pid, String instance, String run, boolean leader, boolean zombie) {}

  /// All processes that were started for a home.
  static List<Found> of(RealHome real) throws IOException {
    var mark = "PM2_HOME=" + real.home().root();
    var found = new ArrayList<Found>();
    try (Stream<Path> folders = Files.list(Path.of("/proc"))) {
      for (var folder : folders.toList()) {
        if (folder.getFileName().toString().matches("\\d+")) {
          look(folder, mark).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static Optional<Found> look(Path folder, String mark) {
    try {
      var environment =
          Arrays.asList(Files.readString(folder.resolve("environ"), ISO_8859_1).split("\0", -1));
      if (!environment.contains(mark) || value(environment, "REEVE_RUN").isEmpty()) {
        return Optional.empty();
      }
      var stat = Files.readString(folder.resolve("stat"), ISO_8859_1);
      var fields = Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
      long pid = Long.parseLong(folder.getFileName().toString());
      return Optional.of(
          new Found(
              pid,
              value(environment, "pm_id"),
              value(environment, "REEVE_RUN"),
              fields.get(3).equals(String.valueOf(pid)),
              fields.getFirst().equals("Z")));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static String value(List<String> environment, String name) {
    return environment.stream()
        .filter(each -> each.startsWith(name + "="))
        .map(each -> each.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }
}
