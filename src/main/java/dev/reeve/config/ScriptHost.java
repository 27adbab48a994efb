package dev.reeve.config;

import dev.reeve.model.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a file that is evaluated by the embedded engine may know of the machine: facts, and files
/// to read. What can't be read is an `error` with its code.
record ScriptHost(Surroundings around, Path file) {
  private static final Pattern MEMORY = Pattern.compile("(MemTotal|MemAvailable): +(\\d+) kB");

  Map<String, @Nullable Object> facts() {
    var memory = new java.util.HashMap<String, Long>();
    MEMORY
        .matcher(text("/proc/meminfo"))
        .results()
        .forEach(found -> memory.put(found.group(1), Long.parseLong(found.group(2)) << 10));
    return JsonObject.empty()
        .with("file", file.toString())
        .with("cwd", around.cwd().toString())
        .with("env", around.env())
        .with("cores", around.cores())
        .with("arch", System.getProperty("os.arch", "").equals("amd64") ? "x64" : "arm64")
        .with("release", System.getProperty("os.version", ""))
        .with("hostname", text("/proc/sys/kernel/hostname").strip())
        .with("user", System.getProperty("user.name", ""))
        .with("home", System.getProperty("user.home", "/"))
        .with("uid", uid())
        .with("pid", ProcessHandle.current().pid())
        .with("memory", memory.getOrDefault("MemTotal", 0L))
        .with("free", memory.getOrDefault("MemAvailable", 0L))
        .fields();
  }

  private static String text(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException absent) {
      return "";
    }
  }

  private static int uid() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException | UnsupportedOperationException unknown) {
      return -1;
    }
  }

  /// `text`, in UTF-8.
  Map<String, @Nullable Object> read(String path) {
    try {
      var bytes = Files.readAllBytes(Path.of(path));
      return Map.of("text", new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException refused) {
      return error(refused);
    }
  }

  /// `kind` (file, folder or other), `size`, `mtimeMs`, and `real`, the path without links.
  Map<String, @Nullable Object> stat(String path) {
    try {
      var found = Files.readAttributes(Path.of(path), BasicFileAttributes.class);
      return Map.of(
          "kind",
          found.isRegularFile() ? "file" : found.isDirectory() ? "folder" : "other",
          "size",
          found.size(),
          "mtimeMs",
          found.lastModifiedTime().toMillis(),
          "real",
          Path.of(path).toRealPath().toString());
    } catch (IOException refused) {
      return error(refused);
    }
  }

  /// `names`, in order.
  Map<String, @Nullable Object> list(String path) {
    try (Stream<Path> found = Files.list(Path.of(path))) {
      return Map.of("names", found.map(each -> each.getFileName().toString()).sorted().toList());
    } catch (IOException refused) {
      return error(refused);
    }
  }

  private static Map<String, @Nullable Object> error(IOException refused) {
    return Map.of("error", refused instanceof NoSuchFileException ? "ENOENT" : "EACCES");
  }
}
