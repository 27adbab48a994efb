package dev.reeve.store;

import dev.reeve.model.Home;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.PlainFile;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The file that `set` writes, in PM2's shape: `{"pm2-logrotate": {"max_size": "50M"}}`. What a
/// setting means is the daemon's business; that the file is whole and private is this class's.
public final class ModuleConf {
  private final Path file;

  public ModuleConf(Home home) {
    this.file = home.moduleConf();
  }

  /// What reading gave.
  public sealed interface Content {
    record Found(JsonObject modules) implements Content {}

    record Absent() implements Content {}

    /// It is no object of JSON; `keptAs` is where it has been put aside.
    record Broken(Path keptAs) implements Content {}
  }

  public Path file() {
    return file;
  }

  public Content read() throws IOException {
    try {
      return new Content.Found(Json.parseObject(PlainFile.text(file)));
    } catch (NoSuchFileException absent) {
      return new Content.Absent();
    } catch (MalformedInputException | Json.Malformed broken) {
      return new Content.Broken(Aside.put(file));
    }
  }

  public void write(JsonObject modules) throws IOException {
    AtomicFile.write(file, text(modules));
  }

  /// A setting a line: people edit it by hand.
  static String text(JsonObject modules) {
    return lines(modules, "  ") + "\n";
  }

  private static String lines(JsonObject object, String indent) {
    var text = new StringBuilder();
    object
        .fields()
        .forEach((key, value) -> {
          var module = JsonObject.of(value);
          text.append(text.isEmpty() ? "" : ",").append('\n').append(indent);
          text.append(Json.write(key)).append(": ");
          text.append(module.isEmpty() ? Json.write(value) : lines(module.get(), indent + "  "));
        });
    return text.isEmpty() ? "{}" : "{" + text + "\n" + indent.substring(2) + "}";
  }
}
