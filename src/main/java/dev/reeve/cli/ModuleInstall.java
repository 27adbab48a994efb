package dev.reeve.cli;

import dev.reeve.api.Request;
import dev.reeve.api.SpecJson;
import dev.reeve.client.NoAnswer;
import dev.reeve.config.Flags;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Home;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.PlainFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Brings a module from a folder where it has been made ready to where it belongs, and starts it;
/// or does nothing: the version before is back if anything fails.
record ModuleInstall(Session session, Arguments arguments) {

  /// A module that is ready: `folder` will be `modules/<name>`.
  record Ready(Path folder, ModulePackage content, String source, boolean watched) {}

  /// A folder beside the modules, which nobody takes for one.
  Path staging(String word) throws Failed {
    var folder = home().modules().resolve("." + word + "-" + ProcessHandle.current().pid());
    try {
      ModuleFolder.remove(folder);
      Files.createDirectories(folder);
      return folder;
    } catch (IOException refused) {
      throw Failed.refused(folder + " can't be made: " + refused, "see to its parent");
    }
  }

  private Home home() {
    return session.context().home();
  }

  void settle(Ready ready) throws Failed, NoAnswer {
    var name = ready.content.name();
    var place = ModuleFolder.of(home(), name);
    refuseAppsOf(name);
    write(
        ready.folder.resolve(Home.MODULE_FILE),
        ready.content.ecosystem(place, ready.source, ready.watched));
    var before = staging("before");
    boolean replaces = place.isThere();
    try {
      if (replaces) {
        move(place.path(), before);
      }
      move(ready.folder, place.path());
      start(place, ready.content.config());
    } catch (Failed failed) {
      restore(place, before, replaces);
      throw failed;
    } finally {
      drop(before);
    }
  }

  private void refuseAppsOf(String name) throws Failed, NoAnswer {
    for (var view : session.listing()) {
      if (view.name().equals(name) && !view.module()) {
        throw Failed.refused(
            "an app of the list is named '" + name + "' as the module is", "'delete' it first");
      }
    }
  }

  private void start(ModuleFolder place, JsonObject config) throws Failed, NoAnswer {
    var loaded = session.loader().load(place.file().toString(), Flags.NONE);
    if (!Loading.tell(session, loaded)) {
      throw Failed.refused(
          "the module " + place.name() + " can't be started", "nothing was changed");
    }
    write(place.specs(), SpecJson.write(loaded.specs()));
    session.ask(new Request.Preset(place.name(), config));
    delete(place.name());
    if (run(loaded.specs()) != Exits.DONE) {
      throw Failed.refused("the module " + place.name() + " did not start", "it was taken away");
    }
  }

  private int run(List<AppSpec> specs) throws Failed, NoAnswer {
    return new Acting(session, arguments).act(new Request.Start(specs, true));
  }

  /// Ends what runs of a module: whether anything did.
  boolean delete(String name) throws Failed, NoAnswer {
    var numbers =
        session.listing().stream()
            .filter(view -> view.module() && view.name().equals(name))
            .map(InstanceView::id)
            .map(String::valueOf)
            .toList();
    if (!numbers.isEmpty()) {
      session.act(new Request.Delete(numbers));
    }
    return !numbers.isEmpty();
  }

  private void restore(ModuleFolder place, Path before, boolean replaced) throws Failed, NoAnswer {
    try {
      delete(place.name());
      ModuleFolder.remove(place.path());
      if (!replaced) {
        return;
      }
      Files.move(before, place.path(), StandardCopyOption.ATOMIC_MOVE);
      if (place.isOurs()) {
        session.notices().say("the version before of " + place.name() + " is started again");
        run(SpecJson.read(Json.parseObject(PlainFile.text(place.specs()))));
      }
    } catch (IOException | Json.Malformed broken) {
      throw Failed.refused(
          "the version before of %s could not be brought back: %s".formatted(place.name(), broken),
          "install it again");
    }
  }

  /// Removes a folder, or says that it has to be done by hand.
  static void drop(Path folder) throws Failed {
    try {
      ModuleFolder.remove(folder);
    } catch (IOException refused) {
      throw Failed.refused(folder + " can't be removed: " + refused, "remove it by hand");
    }
  }

  private static void move(Path from, Path to) throws Failed {
    try {
      Files.createDirectories(to.resolveSibling("."));
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException refused) {
      throw Failed.refused(from + " can't be moved to " + to + ": " + refused, null);
    }
  }

  private static void write(Path file, JsonObject json) throws Failed {
    try {
      Files.writeString(file, Json.write(json) + "\n");
    } catch (IOException refused) {
      throw Failed.refused(file + " can't be written: " + refused, "see to its folder");
    }
  }
}
