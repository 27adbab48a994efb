package dev.reeve.config;

import dev.reeve.model.EnvFile;
import dev.reeve.model.Problem;
import dev.reeve.model.RunAs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the `.env` files of an app, one over the other.
public final class EnvFiles {
  static final int MAX_BYTES = 1 << 20;

  private final Map<String, String> handed;
  private final @Nullable RunAs as;
  private final Map<String, String> all = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /// What they hold together, and what is wrong with them.
  public record Found(Map<String, String> variables, List<Problem> problems) {}

  private EnvFiles(Map<String, String> handed, @Nullable RunAs as) {
    this.handed = handed;
    this.as = as;
  }

  /// `handed` is what the app is handed of the caller's: the files can refer to it. `as` is who the
  /// app is, null for who we are: it learns nothing of a file by us that it could not read itself.
  public static Found read(List<EnvFile> files, Map<String, String> handed, @Nullable RunAs as) {
    var reader = new EnvFiles(handed, as);
    files.forEach(reader::one);
    return new Found(reader.all, reader.problems);
  }

  private void one(EnvFile file) {
    var path = Path.of(file.path());
    try {
      var trouble = InputFile.trouble(path, MAX_BYTES);
      if (trouble != null) {
        fault(file.path() + " " + trouble, InputFile.hint(path, "a .env file"));
      } else {
        var text = new String(ReadAs.user(as, path), StandardCharsets.UTF_8);
        var parsed = DotEnv.parse(text, this::known);
        all.putAll(parsed.variables());
        for (var fault : parsed.faults()) {
          fault(file.path() + ":" + fault.line() + ": " + fault.message(), "correct it there");
        }
      }
    } catch (NoSuchFileException missing) {
      if (file.required()) {
        var hint = "create it, or write { \"path\": …, \"required\": false }";
        fault("no such file: " + file.path(), hint);
      }
    } catch (IOException unreadable) {
      fault("can't be read: " + unreadable.getMessage(), "check its permissions");
    }
  }

  private @Nullable String known(String name) {
    return all.getOrDefault(name, handed.get(name));
  }

  private void fault(String message, String hint) {
    problems.add(new Problem(null, null, message, hint));
  }
}
