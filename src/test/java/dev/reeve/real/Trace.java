package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// What a process asks of the kernel by path, seen from outside (`man 1 strace`) until the first
/// question about it.
final class Trace {
  private static final Pattern CALL =
      Pattern.compile(
          "^(\\d+) +(?:[\\d.]+ )?(\\w+)\\((.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private final Process strace;
  private final Path file;

  Trace(long pid, Path file) throws Exception {
    this.file = file;
    strace =
        new ProcessBuilder(
                "strace",
                "-f",
                "-s",
                "400",
                "-e",
                "trace=%file,bind,setfsuid",
                "-o",
                file.toString(),
                "-p",
                String.valueOf(pid))
            .redirectErrorStream(true)
            .start();
    RealHome.eventually(() ->
        Files.readString(Path.of("/proc/" + pid + "/status"))
            .contains("TracerPid:\t" + strace.pid()));
  }

  String text() throws Exception {
    strace.destroy();
    assertThat(strace.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(file);
  }

  /// The calls of threads that had root's rights, in a folder.
  List<String> asRoot(Path folder) throws Exception {
    var users = new HashMap<String, String>();
    // What it starts is another program, with rights of its own.
    var programs = new HashSet<String>();
    var bad = new ArrayList<String>();
    for (var line : text().lines().toList()) {
      var call = CALL.matcher(line);
      if (!call.find()) {
        continue;
      }
      var thread = String.valueOf(call.group(1));
      if ("execve".equals(call.group(2))) {
        programs.add(thread);
      }
      if (programs.contains(thread)) {
        continue;
      }
      if ("setfsuid".equals(call.group(2)) && !line.contains("setfsuid(-1")) {
        users.put(thread, String.valueOf(call.group(3)).replaceAll("\\D.*$", ""));
      }
      boolean changes =
          String.valueOf(call.group(2))
              .matches("open.*|unlink.*|rename.*|.*chown.*|.*chmod.*|bind|mkdir.*|truncate|link.*");
      if (changes
          && line.contains("\"" + folder + "/")
          && users.getOrDefault(thread, "0").equals("0")) {
        bad.add(line);
      }
    }
    return bad;
  }
}
