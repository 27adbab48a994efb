package dev.reeve.model;

import java.nio.file.Path;
import java.util.Map;

/// The folder that one daemon owns, and the names inside it: PM2's where PM2 has one.
public record Home(Path root) {
  /// A unix socket's address holds at most so many bytes (`man 7 unix`, less the final zero).
  public static final int MAX_SOCKET_PATH = 107;

  /// With these words, and the folder, a daemon goes that finds its home taken: by one that is
  /// about to open its socket, or has closed it and is about to end.
  public static final String HELD = "another daemon holds ";

  /// The ecosystem file that `install` writes into a module's folder; by its name its apps are
  /// known as a module's.
  public static final String MODULE_FILE = "reeve-module.json";

  /// Beside it: the specs that were read from it, with which the next daemon starts the module.
  public static final String MODULE_SPECS = "reeve-module-specs.json";

  /// `REEVE_HOME`, else `PM2_HOME`, else a hidden folder of the user's that is named after the
  /// program: `~/.pm2` for one called `pm2`, `~/.reeve` for all others.
  public static Home of(Map<String, String> env, String programName) {
    for (var variable : new String[] {"REEVE_HOME", "PM2_HOME"}) {
      var value = env.getOrDefault(variable, "");
      if (!value.isBlank()) {
        return new Home(Path.of(value).toAbsolutePath().normalize());
      }
    }
    var folder = programName.startsWith("pm2") ? ".pm2" : ".reeve";
    var user = env.getOrDefault("HOME", System.getProperty("user.home", "/"));
    return new Home(Path.of(user, folder).toAbsolutePath().normalize());
  }

  /// Our own socket.
  public Path socket() {
    return root.resolve("reeve.sock");
  }

  /// Where PM2's own client asks.
  public Path rpcSocket() {
    return root.resolve("rpc.sock");
  }

  /// Where PM2's own client listens.
  public Path busSocket() {
    return root.resolve("pub.sock");
  }

  /// The daemon's pid, for people and scripts; the truth is the lock.
  public Path pidFile() {
    return root.resolve("pm2.pid");
  }

  /// The daemon's own log.
  public Path daemonLog() {
    return root.resolve("pm2.log");
  }

  /// The saved list.
  public Path savedList() {
    return root.resolve("dump.pm2");
  }

  /// The saved list before it.
  public Path savedListBefore() {
    return root.resolve("dump.pm2.bak");
  }

  /// What `set` writes: the settings of modules.
  public Path moduleConf() {
    return root.resolve("module_conf.json");
  }

  /// Where modules are installed, a folder each.
  public Path modules() {
    return root.resolve("modules");
  }

  public Path logs() {
    return root.resolve("logs");
  }

  public Path pids() {
    return root.resolve("pids");
  }

  /// What only Reeve reads.
  public Path state() {
    return root.resolve("state");
  }

  /// What is wanted of each instance and where its run is, for the next daemon after a kill -9.
  public Path runBook() {
    return state().resolve("runs");
  }

  /// The specs of the instances in the run book. What the workers of clusters listen at, for a next
  /// daemon.
  public Path runningPorts() {
    return state().resolve("ports.json");
  }

  public Path runningList() {
    return state().resolve("list.json");
  }

  /// Held by the daemon for its life.
  public Path daemonLock() {
    return state().resolve("daemon.lock");
  }

  /// There as long as a daemon runs that an init system starts again; holds the boot's id.
  public Path watchedOver() {
    return state().resolve("watched-over");
  }

  /// Held by the one client that is starting the daemon.
  public Path startLock() {
    return state().resolve("start.lock");
  }
}
