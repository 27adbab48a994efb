package dev.reeve.cli;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.Connection;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.Home;
import dev.reeve.model.InstanceView;
import dev.reeve.model.JsonObject;
import dev.reeve.model.RotationKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `import`: what PM2 has saved in its home becomes ours: apps, settings, modules. Nothing of PM2's
/// is changed, and nothing is started that PM2 still runs.
record ImportCommand(Session session, Arguments arguments) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LEAVING = Duration.ofSeconds(3);

  int run() throws Failed, NoAnswer {
    if (!arguments.words().isEmpty()) {
      throw Failed.usage("'import' takes no word", "--from <folder> names the home of PM2");
    }
    var from = from();
    var apps = new Pm2Home(from).apps();
    boolean dry = arguments.has("dry-run");
    int running = dry ? Examination.pm2Daemon(from) : stayingDaemon(from);
    if (running > 0 && !dry) {
      throw Failed.refused(
          "PM2 still runs in %s, as pid %d: its apps would run twice; nothing was done"
              .formatted(from, running),
          "end it with PM2's own 'pm2 kill', after 'pm2 save', then import again");
    }
    var all = ImportPlan.of(apps, dry ? presentIfAny() : session.listing());
    var plan = running > 0 ? all : all.withoutTwins();
    if (dry) {
      session.print(plan.lines());
      session.print(others(from).toList());
      if (running > 0) {
        session
            .notices()
            .warn("PM2 runs, as pid " + running + ": its list is as old as 'pm2 save'");
      }
      return Exits.DONE;
    }
    return carryOut(plan, from);
  }

  /// The pid of PM2's daemon, or 0. Its `kill` may return while it is still on its way out.
  private static int stayingDaemon(Path from) {
    int running = Examination.pm2Daemon(from);
    if (running > 0) {
      ProcessHandle.of(running)
          .map(ProcessHandle::onExit)
          .ifPresent(exit -> exit.completeOnTimeout(null, LEAVING.toSeconds(), SECONDS).join());
    }
    return running == 0 ? 0 : Examination.pm2Daemon(from);
  }

  private Path from() {
    var named = arguments.text("from");
    var context = session.context();
    var usual = Path.of(context.env().getOrDefault("HOME", "/"), ".pm2");
    return context.cwd().resolve(named == null ? usual : Path.of(named)).normalize();
  }

  /// The list, without a daemon being started for it.
  private List<InstanceView> presentIfAny() {
    try (var connection = Connection.open(session.context().home())) {
      var reply = connection.call(new Request.Listing(), PATIENCE);
      return reply instanceof Reply.Views(var views) ? views : List.of();
    } catch (NoAnswer none) {
      return List.of();
    }
  }

  /// What is no app: a line each.
  private Stream<String> others(Path from) {
    var rotation = new Pm2Home(from).settings().textMap(RotationKeys.MODULE);
    var set =
        rotation.entrySet().stream()
            .map(each -> RotationKeys.MODULE + ":" + each.getKey() + " " + each.getValue());
    var modules =
        modules(from).stream().map(each -> "module " + each.name() + " " + each.version());
    return Stream.concat(set, modules);
  }

  /// Less the one that is built in, and those that are ours already.
  private static List<ModuleFolder> modules(Path from) {
    return ModuleFolder.all(new Home(from)).stream()
        .filter(each -> !each.name().equals(RotationKeys.MODULE) && !each.isOurs())
        .toList();
  }

  private int carryOut(ImportPlan plan, Path from) throws Failed, NoAnswer {
    boolean whole = plan.isWhole();
    plan.lines().forEach(session.notices()::say);
    var to = session.context().home().root();
    var acting = new Acting(session, arguments);
    whole &= acting.act(new Request.Import(plan.moved(from, to))) == Exits.DONE;
    if (!from.equals(to)) {
      whole &= settings(new Pm2Home(from).settings());
    }
    for (var module : modules(from)) {
      whole &= bring(module);
    }
    acting.showList();
    session.notices().say(whole ? "'save' keeps the list" : "not all was taken over, see above");
    return whole ? Exits.DONE : Exits.FAILED;
  }

  /// One by one: what makes no sense here does not keep the others from being set.
  private boolean settings(JsonObject modules) throws NoAnswer, Failed {
    boolean whole = true;
    for (var set : modules.textMap(RotationKeys.MODULE).entrySet()) {
      var change = new LinkedHashMap<String, @Nullable String>();
      change.put(RotationKeys.MODULE + ":" + set.getKey(), set.getValue());
      try {
        session.ask(new Request.Configure(change));
        session.notices().say(RotationKeys.MODULE + ":" + set.getKey() + " " + set.getValue());
      } catch (Failed refused) {
        session.notices().error("not set: " + refused.sentence());
        whole = false;
      }
    }
    for (var name : modules.fields().keySet()) {
      boolean module = ModulePackage.isName(name) && !name.equals(RotationKeys.MODULE);
      if (module && !name.equals("module-db-v2") && !name.equals("reeve")) {
        session.ask(new Request.Preset(name, modules.object(name)));
      }
    }
    return whole;
  }

  /// As it is installed there, in the same version, without asking anybody for it.
  private boolean bring(ModuleFolder module) throws NoAnswer {
    session.notices().say("module " + module.name() + " " + module.version());
    var installing = new ModuleInstall(session, arguments);
    try {
      var staging = installing.staging("new");
      try {
        copy(module.path(), staging);
        var place = new ModuleFolder(staging, module.name());
        var content = ModulePackage.read(place.packageFolder());
        installing.settle(new ModuleInstall.Ready(staging, content, module.name(), false));
        return true;
      } finally {
        ModuleFolder.remove(staging);
      }
    } catch (Failed refused) {
      session.notices().error("module " + module.name() + ": " + refused.sentence());
    } catch (IOException refused) {
      session.notices().error("module " + module.name() + " can't be copied: " + refused);
    }
    return false;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (var file : all.skip(1).toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), LinkOption.NOFOLLOW_LINKS);
      }
    }
  }
}
