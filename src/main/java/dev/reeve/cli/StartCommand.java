package dev.reeve.cli;

import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import dev.reeve.config.ConfigLoader;
import dev.reeve.config.Loaded;
import dev.reeve.model.Adjustment;
import dev.reeve.model.AppSpec;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `start`: files, scripts, commands and known apps, each started in the way that is its own.
final class StartCommand {
  static final List<String> USUAL_FILES =
      List.of(
          "ecosystem.config.js",
          "ecosystem.config.cjs",
          "ecosystem.config.mjs",
          "ecosystem.json",
          "ecosystem.yml",
          "ecosystem.yaml");

  private final Session session;
  private final Arguments arguments;
  private final Acting acting;
  private final List<AppSpec> ofFiles = new ArrayList<>();
  private final List<AppSpec> ofScripts = new ArrayList<>();
  private final List<String> known = new ArrayList<>();
  private int exit = Exits.DONE;

  StartCommand(Session session, Arguments arguments) {
    this.session = session;
    this.arguments = arguments;
    this.acting = new Acting(session, arguments);
  }

  int run() throws Failed, NoAnswer {
    if (arguments.has("write")) {
      session.notices().warn("--write writes no file; 'init' makes one to begin with");
    }
    for (var word : words()) {
      sort(word);
    }
    if (ofFiles.isEmpty() && ofScripts.isEmpty() && known.isEmpty()) {
      return exit == Exits.DONE ? nothing() : exit;
    }
    start(ofFiles, true);
    start(newOnes(), forced());
    if (!known.isEmpty()) {
      new Renewing(session, arguments).adjust(known, Adjustment.Turn.ON);
      failIf(acting.act(new Request.Resume(known)) != Exits.DONE);
    }
    if (arguments.command().name().equals("start")) {
      acting.showList();
    }
    return exit;
  }

  /// Starts apps that are of no file.
  int fresh(Loaded loaded) throws Failed, NoAnswer {
    ofScripts.addAll(specs(loaded));
    start(newOnes(), forced());
    acting.showList();
    return exit;
  }

  private int nothing() throws Failed {
    throw Failed.refused("there is nothing to start", null);
  }

  private List<String> words() throws Failed {
    var words = arguments.words();
    if (!arguments.command().name().equals("start") && words.indexOf("start") == 0) {
      // PM2's own spelling: pm2-runtime start ecosystem.config.js
      words = words.subList(1, words.size());
    }
    if (!words.isEmpty()) {
      return words;
    }
    var file = usualFile(session.context().cwd(), USUAL_FILES);
    if (file != null) {
      return List.of(file);
    }
    throw Failed.usage(
        "'"
            + arguments.command().name()
            + "' needs to know what, and there is no ecosystem.config.js here",
        "usage: " + arguments.command().usage());
  }

  /// The first of some names that is there.
  static @Nullable String usualFile(Path folder, List<String> names) {
    return names.stream()
        .filter(name -> Files.exists(folder.resolve(name)))
        .findFirst()
        .orElse(null);
  }

  private void sort(String word) throws Failed, NoAnswer {
    if (ConfigLoader.isEcosystemFile(word)) {
      var loaded = session.loader().load(word, arguments.flags());
      ofFiles.addAll(specs(loaded));
      addNeeded(loaded.needed());
    } else if (!isFile(word) && isKnown(Acting.checked(word))) {
      known.add(word);
    } else {
      ofScripts.addAll(specs(session.loader().load(word, arguments.flags())));
    }
  }

  /// With `--only`: what those start after is started too, unless it is up.
  private void addNeeded(List<AppSpec> needed) throws Failed, NoAnswer {
    if (needed.isEmpty()) {
      return;
    }
    var views = session.listing();
    for (var spec : needed) {
      boolean up =
          views.stream()
              .anyMatch(view ->
                  view.name().equals(spec.name())
                      && view.namespace().equals(spec.namespace())
                      && view.pid() > 0);
      if (!up) {
        ofFiles.add(spec);
      }
    }
  }

  private boolean isFile(String word) {
    return Files.isRegularFile(session.context().cwd().resolve(word));
  }

  private boolean isKnown(String word) throws Failed, NoAnswer {
    var target = Target.parse(word);
    for (var view : session.listing()) {
      if (target.matches(view.id(), view.name(), view.namespace())) {
        return true;
      }
    }
    return false;
  }

  private List<AppSpec> specs(Loaded loaded) {
    var specs = told(loaded);
    return arguments.command().name().equals("dev") ? Developing.of(arguments, specs) : specs;
  }

  private List<AppSpec> told(Loaded loaded) {
    failIf(!Loading.tell(session, loaded));
    return loaded.specs();
  }

  /// What a container's first process finds in its list is of a life before.
  private boolean forced() {
    var command = arguments.command().name();
    return arguments.has("force") || command.equals("runtime") || command.equals("dev");
  }

  /// The scripts that may be started: without `--force` none whose name is taken.
  private List<AppSpec> newOnes() throws Failed, NoAnswer {
    if (ofScripts.isEmpty() || forced()) {
      return ofScripts;
    }
    var views = session.listing();
    var fresh = new ArrayList<AppSpec>();
    for (var spec : ofScripts) {
      if (isTaken(spec, views)) {
        session
            .notices()
            .error(
                spec.name()
                    + " is in the list already; 'restart "
                    + spec.name()
                    + "' restarts it, -f starts it with these options");
        failIf(true);
      } else {
        fresh.add(spec);
      }
    }
    return fresh;
  }

  private static boolean isTaken(AppSpec spec, List<InstanceView> views) {
    for (var view : views) {
      if (view.name().equals(spec.name()) && view.namespace().equals(spec.namespace())) {
        return true;
      }
    }
    return false;
  }

  private void start(List<AppSpec> specs, boolean restartKnown) throws Failed, NoAnswer {
    if (specs.isEmpty()) {
      return;
    }
    for (var spec : specs) {
      int count = spec.instances().count();
      var many = count == 1 ? "" : " (" + count + " instances)";
      session.notices().say(spec.name() + many + ": " + spec.command().script());
    }
    failIf(acting.act(new Request.Start(specs, restartKnown)) != Exits.DONE);
  }

  private void failIf(boolean failed) {
    exit = failed ? Exits.FAILED : exit;
  }
}
