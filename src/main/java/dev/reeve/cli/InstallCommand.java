package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import dev.reeve.model.Json;
import dev.reeve.model.PlainFile;
import dev.reeve.model.RotationKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// `install`, `module:update` and `uninstall` of modules: npm packages that run beside the apps.
/// One of them is built in, and is turned on and off.
record InstallCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var word = arguments.word();
    boolean off = arguments.command().name().equals("uninstall");
    if (bare(word).equals(RotationKeys.MODULE)) {
      return builtIn(!off);
    }
    if (off) {
      return uninstall(word);
    }
    install(arguments.command().name().equals("install") ? word : sourceOf(word));
    new Acting(session, arguments).showList();
    return Exits.DONE;
  }

  private int builtIn(boolean on) throws Failed, NoAnswer {
    var key = RotationKeys.MODULE + ":" + RotationKeys.ENABLED;
    int exit = new Configuring(session).change(Map.of(key, String.valueOf(on)));
    session
        .notices()
        .say(
            on
                ? RotationKeys.MODULE + " is built in, and on: log files are rotated"
                : RotationKeys.MODULE + " is off: log files are not rotated, and grow");
    return exit;
  }

  /// Less the version: `pm2-logrotate@latest`.
  private static String bare(String module) {
    int at = module.indexOf('@', 1);
    return at < 0 ? module : module.substring(0, at);
  }

  /// What it was installed from, in its newest version.
  private String sourceOf(String name) throws Failed {
    if (!ModulePackage.isName(name) || !ModuleFolder.of(session.context().home(), name).isThere()) {
      throw notInstalled(name);
    }
    var source = ModuleFolder.of(session.context().home(), name).source();
    return bare(source).equals(name) ? name + "@latest" : source;
  }

  private Failed notInstalled(String name) {
    var names =
        ModuleFolder.all(session.context().home()).stream().map(ModuleFolder::name).toList();
    return Failed.refused(
        "no module is named '" + name + "'",
        names.isEmpty() ? "none is installed" : "there is " + String.join(", ", names));
  }

  private void install(String word) throws Failed, NoAnswer {
    var installing = new ModuleInstall(session, arguments);
    var folder = installing.staging("new");
    try {
      installing.settle(isPath(word) ? ofPath(word, folder) : byNpm(word, folder));
    } finally {
      ModuleInstall.drop(folder);
    }
  }

  /// As npm tells them apart: any other word names a package, or where one is.
  private static boolean isPath(String word) {
    return word.equals(".")
        || word.equals("..")
        || word.startsWith("./")
        || word.startsWith("../")
        || word.startsWith("/")
        || word.endsWith(".tgz")
        || (word.endsWith(".tar.gz") && !word.contains("://"));
  }

  private ModuleInstall.Ready ofPath(String word, Path folder) throws Failed {
    var path = session.context().cwd().resolve(word).normalize();
    if (Files.isDirectory(path)) {
      return linked(path, folder);
    }
    if (!Files.isRegularFile(path)) {
      throw Failed.refused("there is no " + path, "name a folder, a tarball or an npm package");
    }
    return byNpm(path.toString(), folder);
  }

  /// A folder is run where it is, and watched: somebody works on it.
  private ModuleInstall.Ready linked(Path path, Path folder) throws Failed {
    var content = ModulePackage.read(path);
    if (arguments.has("install")) {
      new Npm(session.context().env()).installDependencies(path);
    } else if (content.dependsOnOthers() && !Files.isDirectory(path.resolve("node_modules"))) {
      session.notices().warn("what it depends on is not installed: --install does so");
    }
    var link = new ModuleFolder(folder, content.name()).packageFolder();
    try {
      Files.createDirectories(link.resolveSibling("."));
      Files.createSymbolicLink(link, path);
    } catch (IOException refused) {
      throw Failed.refused(link + " can't be made: " + refused, "see to its folder");
    }
    return new ModuleInstall.Ready(folder, content, path.toString(), true);
  }

  private ModuleInstall.Ready byNpm(String what, Path folder) throws Failed {
    session.notices().say("npm installs " + what);
    try {
      new Npm(session.context().env()).install(what, folder);
      var installed = Json.parseObject(PlainFile.text(folder.resolve("package.json")));
      var names = installed.object("dependencies").fields().keySet();
      if (names.size() != 1) {
        throw Failed.refused("npm has installed " + names + " for " + what, "name one package");
      }
      var place = new ModuleFolder(folder, names.iterator().next());
      return new ModuleInstall.Ready(
          folder, ModulePackage.read(place.packageFolder()), what, false);
    } catch (Failed failed) {
      throw hinted(what, failed);
    } catch (IOException | Json.Malformed broken) {
      throw Failed.refused("npm left no package for " + what + ": " + broken, null);
    }
  }

  private Failed hinted(String what, Failed failed) {
    return Files.isRegularFile(session.context().cwd().resolve(what).resolve("package.json"))
        ? Failed.refused(failed.sentence(), "the folder here is './" + what + "'")
        : failed;
  }

  private int uninstall(String word) throws Failed, NoAnswer {
    var all = ModuleFolder.all(session.context().home());
    var meant =
        all.stream().filter(each -> word.equals("all") || each.name().equals(word)).toList();
    if (meant.isEmpty()) {
      throw notInstalled(word);
    }
    for (var module : meant) {
      new ModuleInstall(session, arguments).delete(module.name());
      ModuleInstall.drop(module.path());
      session.notices().say(module.name() + " is uninstalled; its settings stay");
    }
    new Acting(session, arguments).showList();
    return Exits.DONE;
  }
}
