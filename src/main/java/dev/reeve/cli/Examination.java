package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.boot.Facts;
import dev.reeve.boot.Host;
import dev.reeve.boot.UnitFacts;
import dev.reeve.client.Connection;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Home;
import dev.reeve.model.Json;
import dev.reeve.model.PlainFile;
import dev.reeve.model.SearchPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Looks at a home and its machine, and judges nothing. What cannot be looked at is left out.
final class Examination {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String TITLE = "God Daemon (";
  private static final String ROTATION = "pm2-logrotate";

  private final CliContext context;
  private final Host host;
  private final Home home;
  private final UnitFacts service;
  private final Map<String, AppSpec> specs = new LinkedHashMap<>();

  Examination(CliContext context, Host host, UnitFacts service) {
    this.context = context;
    this.host = host;
    this.home = service.home();
    this.service = service;
  }

  Facts facts() {
    var saved = new SavedLook(home).facts(specs);
    var daemon = daemon();
    var folder = folder();
    return new Facts(
        folder,
        daemon,
        new StartLook(host, service).facts(daemon.pid()),
        saved,
        interpreters(),
        new MachineLook(host, home, context).facts(daemon.pid()),
        logs(),
        new AccessLook(host, folder.owner()).uses(context, home, specs.values()));
  }

  private Facts.Folder folder() {
    var root = home.root();
    int bytes = home.socket().toString().getBytes(StandardCharsets.UTF_8).length;
    try {
      int self = uid(Path.of("/proc/self"));
      if (!Files.isDirectory(root)) {
        return new Facts.Folder(root, false, self, self, "", bytes);
      }
      return new Facts.Folder(root, true, uid(root), self, mode(root), bytes);
    } catch (IOException unreadable) {
      return new Facts.Folder(root, true, -1, -1, String.valueOf(unreadable), bytes);
    }
  }

  private static int uid(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:uid");
  }

  static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /// It is asked, and not started.
  private Facts.Daemon daemon() {
    var own = System.getProperty("reeve.build", "");
    int foreign = pm2Daemon(home.root());
    try (var connection = Connection.open(home)) {
      var apps = new HashSet<String>();
      if (connection.call(new Request.Describe(List.of("all")), PATIENCE)
          instanceof Reply.Details(var details)) {
        details.forEach(each -> specs.put(each.spec().name(), each.spec()));
        details.forEach(each -> apps.add(each.spec().name()));
      }
      if (connection.call(new Request.Ping(), PATIENCE) instanceof Reply.Pong pong) {
        var ours = own.isEmpty() ? pong.build() : own;
        return new Facts.Daemon(
            pong.pid(), pong.build(), ours, pong.faults(), false, foreign, apps, files(pong.pid()));
      }
    } catch (NoAnswer none) {
      return new Facts.Daemon(0, "", own, 0, Files.exists(home.socket()), foreign, Set.of(), 0);
    }
    return new Facts.Daemon(0, "", own, 0, true, foreign, Set.of(), 0);
  }

  /// The soft limit of open files of a process, 0 if it cannot be told.
  private static int files(int pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/limits"))) {
      return lines
          .filter(line -> line.startsWith("Max open files"))
          .map(line -> line.substring("Max open files".length()).strip().split("\\s+", -1)[0])
          .filter(soft -> soft.matches("\\d{1,9}"))
          .mapToInt(Integer::parseInt)
          .findFirst()
          .orElse(0);
    } catch (IOException | java.io.UncheckedIOException gone) {
      return 0;
    }
  }

  /// The pid of PM2's daemon of a home, or 0, by the title that it gives itself.
  static int pm2Daemon(Path root) {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(each -> each.getFileName().toString().matches("\\d{1,9}"))
          .filter(each -> names(text(each.resolve("cmdline")), root.toString()))
          .mapToInt(each -> Integer.parseInt(each.getFileName().toString()))
          .findFirst()
          .orElse(0);
    } catch (IOException unreadable) {
      return 0;
    }
  }

  /// The title has no more room than the command line had: a long path is cut, and its bracket.
  static boolean names(String title, String home) {
    int at = title.indexOf(TITLE);
    if (at < 0) {
      return false;
    }
    var path = title.substring(at + TITLE.length()).replace("\0", "");
    return path.endsWith(")") ? path.equals(home + ")") : !path.isEmpty() && home.startsWith(path);
  }

  /// The text of a file, empty if there is none.
  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  private List<Facts.Interpreter> interpreters() {
    var all = new ArrayList<Facts.Interpreter>();
    for (var spec : specs.values()) {
      var command = spec.command();
      if (command.hasInterpreter()) {
        var env = spec.environment();
        var path = env.own().getOrDefault("PATH", env.caller().getOrDefault("PATH", ""));
        var found =
            new SearchPath(command.cwd(), path)
                .candidates(command.interpreter()).stream()
                    .filter(each -> Files.isExecutable(each) && !Files.isDirectory(each))
                    .findFirst();
        all.add(new Facts.Interpreter(spec.name(), command.interpreter(), found.orElse(null)));
      }
    }
    return all;
  }

  private Facts.Logs logs() {
    var folder = Files.isDirectory(home.logs()) ? home.logs() : home.root();
    boolean bySystem = Files.exists(host.top().resolve("etc/logrotate.d/" + service.service()));
    var trouble = "";
    boolean on = true;
    try {
      if (Files.exists(home.moduleConf())) {
        var conf = Json.parseObject(PlainFile.text(home.moduleConf()));
        on = !conf.textMap(ROTATION).getOrDefault("enabled", "true").equals("false");
      }
    } catch (IOException | Json.Malformed unreadable) {
      trouble = home.moduleConf() + " is no JSON";
    }
    long free = 0;
    long all = 0;
    try {
      var disk = Files.getFileStore(folder);
      free = disk.getUsableSpace();
      all = disk.getTotalSpace();
    } catch (IOException absent) {
      folder = home.root();
    }
    return new Facts.Logs(folder, free, all, inodes(folder), on || bySystem, trouble);
  }

  /// `man 1 stat`: the free inodes of a file system, -1 if it does not count them.
  private static long inodes(Path folder) {
    try {
      var words = List.of("stat", "-f", "-c", "%c %d", folder.toString());
      var process = new ProcessBuilder(words).start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      var numbers = said.strip().split(" ", -1);
      boolean counted = numbers.length == 2 && !numbers[0].equals("0");
      return counted ? Long.parseLong(numbers[1]) : -1;
    } catch (IOException | NumberFormatException none) {
      return -1;
    }
  }
}
