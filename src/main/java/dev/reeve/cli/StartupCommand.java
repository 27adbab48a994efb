package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.boot.Host;
import dev.reeve.boot.InitSystem;
import dev.reeve.boot.Startup;
import dev.reeve.boot.UnitFacts;
import dev.reeve.client.Connection;
import dev.reeve.client.NoAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `startup` and `unstartup`: the saved list at boot.
record StartupCommand(Session session, Arguments arguments) {
  private static final Duration QUESTION = Duration.ofSeconds(10);

  /// Without a daemon nobody knows the apps' own; most apps that ask for more ask for less than it.
  private static final Duration USUAL_STOP = Duration.ofSeconds(30);

  private static final String NAMES = "systemd, systemd-user, openrc and systemv";
  private static final Set<String> ELSEWHERE =
      Set.of("launchd", "macos", "darwin", "rcd", "rcd-openbsd", "freebsd", "openbsd");

  int run() throws Failed {
    var host = Host.here();
    var words = arguments.words();
    if (words.size() > 1) {
      throw Failed.usage("one init system at a time", "name one of: " + NAMES);
    }
    var init = words.isEmpty() ? InitSystem.of(host) : named(words.getFirst());
    var startup = new Startup(host, init, session.out()::println, session.notices()::say);
    return arguments.command().name().equals("startup")
        ? startup.install(facts())
        : startup.remove(facts());
  }

  private static InitSystem named(String word) throws Failed {
    if (ELSEWHERE.contains(word)) {
      throw Failed.refused(
          "'" + word + "' is not of Linux, and Reeve is for Linux", "use PM2 itself there");
    }
    if (word.equals("upstart")) {
      throw Failed.refused(
          "upstart is not supported: nobody has maintained it since 2014, nor can it be tested",
          "such a machine takes scripts of System V, too: name 'systemv'");
    }
    return InitSystem.named(word)
        .orElseThrow(() ->
            Failed.refused(
                "'" + word + "' is no init system that Reeve knows", "it knows " + NAMES));
  }

  /// What a service for this daemon is made of.
  UnitFacts facts() throws Failed {
    return UnitFacts.of(
        session.context().launcher(),
        owner(session.context().env(), arguments),
        arguments.text("service-name"),
        longestStop());
  }

  /// The user whose daemon is meant: the one who runs this, or the one who is named.
  static UnitFacts.Owner owner(Map<String, String> env, Arguments arguments) throws Failed {
    var user = arguments.text("user");
    var folder = arguments.text("hp");
    var self = System.getProperty("user.name", "root");
    if (folder == null) {
      folder = user == null || user.equals(self) ? env.getOrDefault("HOME", "/") : folderOf(user);
    }
    var home = env.getOrDefault("REEVE_HOME", env.getOrDefault("PM2_HOME", ""));
    return new UnitFacts.Owner(user == null ? self : user, Path.of(folder), home);
  }

  private static String folderOf(String user) throws Failed {
    try {
      for (var line : Files.readAllLines(Path.of("/etc/passwd"))) {
        var fields = line.split(":", -1);
        if (fields.length > 5 && fields[0].equals(user)) {
          return fields[5];
        }
      }
    } catch (IOException unreadable) {
      throw Failed.refused("/etc/passwd can't be read: " + unreadable, "add --hp <folder>");
    }
    throw Failed.refused("there is no user '" + user + "' here", "add --hp <that user's folder>");
  }

  /// What a running daemon says; it is not started for this.
  private Duration longestStop() {
    var longest = USUAL_STOP;
    try (var connection = Connection.open(session.context().home())) {
      var reply = connection.call(new Request.Describe(List.of("all")), QUESTION);
      if (reply instanceof Reply.Details(var details)) {
        for (var detail : details) {
          var timeout = detail.spec().stop().killTimeout();
          longest = timeout.compareTo(longest) > 0 ? timeout : longest;
        }
      }
    } catch (NoAnswer none) {
      return longest;
    }
    return longest;
  }
}
