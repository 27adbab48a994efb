package dev.reeve.cli;

import dev.reeve.config.ConfigLoader;
import dev.reeve.export.Export;
import dev.reeve.export.Exported;
import dev.reeve.export.Note;
import dev.reeve.export.Platform;
import dev.reeve.export.Sheet;
import dev.reeve.export.Wish;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Problem;
import dev.reeve.model.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `export`: an ecosystem file in the words of another platform. It needs no daemon.
record ExportCommand(Session session, Arguments arguments) {
  private static final String PLATFORMS = "compose, systemd or kubernetes";

  int run() throws Failed {
    var platform = platform();
    var file = file();
    var written = session.loader().written(file, arguments.flags());
    written.warnings().forEach(warning -> session.notices().warn(warning.sentence()));
    refuse(written.problems());
    var exported = Export.of(written.apps(), wish(platform, file));
    refuse(exported.problems());
    exported.notes().stream().map(Note::sentence).forEach(session.notices()::warn);
    var out = arguments.text("out");
    if (out == null) {
      session.out().print(exported.text());
      return Exits.DONE;
    }
    write(exported, folder(out));
    return Exits.DONE;
  }

  private Platform platform() throws Failed {
    var words = arguments.words();
    var first = words.isEmpty() ? "" : words.getFirst();
    var platform = Platform.ofWord(first);
    if (platform.isEmpty() || words.size() > 2) {
      var said = platform.isEmpty() && !first.isEmpty() ? "'" + first + "' is no platform" : null;
      throw Failed.usage(
          said == null ? "'export' takes a platform and a file" : said,
          "write " + PLATFORMS + "; usage: " + arguments.command().usage());
    }
    return platform.get();
  }

  private String file() throws Failed {
    var words = arguments.words();
    if (words.size() == 2) {
      if (!ConfigLoader.isEcosystemFile(words.get(1))) {
        throw Failed.usage(
            "'" + words.get(1) + "' is not named like an ecosystem file",
            "name one such as ecosystem.config.js, apps.json or apps.yml");
      }
      return words.get(1);
    }
    for (var usual : StartCommand.USUAL_FILES) {
      if (Files.exists(session.context().cwd().resolve(usual))) {
        return usual;
      }
    }
    throw Failed.usage(
        "there is no ecosystem.config.js here",
        "name the file: export " + arguments.words().getFirst() + " <ecosystem file>");
  }

  /// Every one of them, before anything is written.
  private void refuse(List<Problem> problems) throws Failed {
    if (!problems.isEmpty()) {
      var last = problems.getLast();
      problems
          .subList(0, problems.size() - 1)
          .forEach(each -> session.notices().error(each.sentence()));
      throw Failed.refused(last.sentence(), null);
    }
  }

  private Wish wish(Platform platform, String file) {
    var cwd = session.context().cwd();
    var parent = file.equals("-") ? cwd : cwd.resolve(file).normalize().getParent();
    var root = parent == null ? cwd : parent;
    var out = arguments.text("out");
    var user =
        session.context().env().getOrDefault("USER", System.getProperty("user.name", "root"));
    return new Wish(
        platform,
        root,
        out == null ? root : folder(out),
        arguments.text("image"),
        arguments.text("namespace"),
        user.equals("root") ? null : user,
        ExportCommand::find);
  }

  private Path folder(String out) {
    return session.context().cwd().resolve(out).normalize();
  }

  private static @Nullable Path find(AppSpec spec, String name) {
    var path = spec.environment().merged().getOrDefault("PATH", "");
    return new SearchPath(spec.command().cwd(), path)
        .candidates(name).stream()
            .filter(each -> Files.isRegularFile(each) && Files.isExecutable(each))
            .findFirst()
            .orElse(null);
  }

  private void write(Exported exported, Path folder) throws Failed {
    var there = new ArrayList<String>();
    for (var sheet : exported.sheets()) {
      if (Files.exists(folder.resolve(sheet.name()))) {
        there.add(sheet.name());
      }
    }
    if (!there.isEmpty() && !arguments.has("force")) {
      throw Failed.refused(
          folder + " has " + String.join(", ", there) + " already, and nothing was written",
          "choose another folder, or overwrite with --force");
    }
    try {
      Files.createDirectories(folder);
      for (Sheet sheet : exported.sheets()) {
        Files.writeString(folder.resolve(sheet.name()), sheet.text());
        session.notices().say("wrote " + folder.resolve(sheet.name()));
      }
    } catch (IOException failed) {
      throw Failed.refused(
          "it could not be written: " + failed, "check that you may write to " + folder);
    }
  }
}
