package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import dev.reeve.config.Flags;
import dev.reeve.model.FileServing;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `serve`: a folder over HTTP, by an app of its own. What it is told stands in its environment,
/// never on its command line, which all users of the machine can read.
record ServeCommand(Session session, Arguments arguments) {
  private static final String USERNAME = "basic-auth-username";
  private static final String PASSWORD = "basic-auth-password";

  int run() throws Failed, NoAnswer {
    var words = arguments.words();
    if (words.size() > 2) {
      throw Failed.usage("'serve' takes a folder and a port", usage());
    }
    var folder = folder(words.isEmpty() ? "." : words.getFirst());
    int port = port(words);
    if (arguments.app().containsKey("instances")) {
      throw Failed.usage("'serve' is one instance, as only one can have the port", "leave out -i");
    }
    var env = variables(folder, port);
    var flags = flags(folder, port, env);
    var launcher = session.context().launcher().toString();
    var loaded = session.loader().load(launcher, flags);
    boolean there =
        session.listing().stream()
            .anyMatch(
                view -> loaded.specs().stream().anyMatch(spec -> spec.name().equals(view.name())));
    if (!there) {
      checkFree(hostOf(env), port);
    }
    int exit = new StartCommand(session, arguments).fresh(loaded);
    if (exit == Exits.DONE) {
      session.notices().say("serving " + folder + " on port " + port);
    }
    return exit;
  }

  private String usage() {
    return "usage: " + arguments.command().usage();
  }

  private Path folder(String written) throws Failed {
    var folder = session.context().cwd().resolve(written).normalize();
    if (Files.isDirectory(folder)) {
      return folder;
    }
    boolean number = written.chars().allMatch(Character::isDigit);
    throw Failed.refused(
        "no such folder: " + folder,
        number ? "for a port alone write 'serve . " + written + "'" : "build the site first");
  }

  private int port(List<String> words) throws Failed {
    int given = arguments.count("port", -1);
    var written = words.size() == 2 ? words.get(1) : String.valueOf(FileServing.USUAL_PORT);
    try {
      int port = given >= 0 ? given : Integer.parseInt(written);
      if (port > 0 && port <= FileServing.LAST_PORT) {
        return port;
      }
    } catch (NumberFormatException none) {
      throw Failed.usage("'" + written + "' is no port", usage());
    }
    throw Failed.usage((given >= 0 ? given : written) + " is no port", "write 1 to 65535");
  }

  private Map<String, String> variables(Path folder, int port) throws Failed {
    var env = new LinkedHashMap<String, String>();
    env.put(FileServing.PATH, folder.toString());
    env.put(FileServing.PORT, String.valueOf(port));
    env.put(FileServing.LISTING, String.valueOf(arguments.has("ftp")));
    if (arguments.has("spa")) {
      env.put(FileServing.SPA, "true");
    }
    var host = arguments.text("host");
    if (host != null) {
      env.put(FileServing.HOST, host);
    }
    addLogin(env);
    return env;
  }

  /// Half a login would be none, and the folder open to all.
  private void addLogin(Map<String, String> env) throws Failed {
    var username = given(USERNAME, FileServing.USERNAME);
    var password = given(PASSWORD, FileServing.PASSWORD);
    if (username.isEmpty() != password.isEmpty()) {
      throw Failed.usage(
          "a login takes a name and a password, and there is no "
              + (username.isEmpty() ? "name" : "password"),
          "give --"
              + USERNAME
              + " and --"
              + PASSWORD
              + ", or the second in "
              + FileServing.PASSWORD);
    }
    if (!username.isEmpty()) {
      env.put(FileServing.AUTH, "true");
      env.put(FileServing.USERNAME, username);
      env.put(FileServing.PASSWORD, password);
    }
  }

  private String given(String option, String variable) {
    var text = arguments.text(option);
    return text != null ? text : session.context().env().getOrDefault(variable, "");
  }

  private Flags flags(Path folder, int port, Map<String, String> env) {
    var values = new HashMap<>(arguments.app());
    values.putIfAbsent("name", "static-page-server-" + port);
    values.putIfAbsent("cwd", folder.toString());
    values.putIfAbsent("ready", Map.of("log", "^" + FileServing.UP));
    values.put("env", env);
    return new Flags(values, List.of(FileServing.PROGRAM), null, List.of());
  }

  private String hostOf(Map<String, String> own) {
    var inherited = session.context().env().getOrDefault(FileServing.HOST, "0.0.0.0");
    return own.getOrDefault(FileServing.HOST, inherited);
  }

  /// The app would say so too, but only in its log.
  private static void checkFree(String host, int port) throws Failed {
    var address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw Failed.usage("there is no host '" + host + "'", "write an address of this machine");
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (IOException refused) {
      throw Failed.refused(
          "can't listen on port " + port + " of " + host + ": " + refused.getMessage(),
          "stop what listens there, or take another port");
    }
  }
}
