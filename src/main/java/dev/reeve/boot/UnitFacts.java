package dev.reeve.boot;

import dev.reeve.model.Home;
import dev.reeve.model.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a unit is made of. `userHome` is the folder of the user, `home` the daemon's; `launcher` is
/// what starts Reeve, by the name that it is called.
public record UnitFacts(
    String service, String user, Path userHome, Home home, Path launcher, Duration longestStop) {
  private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,30}\\$?");
  private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9:_.@-]{0,199}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern SCRIPT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,99}");
  private static final String SUFFIX = ".service";
  private static final Duration LEAST_STOP = Duration.ofSeconds(90);
  private static final Duration MARGIN = Duration.ofSeconds(30);

  /// `service` loses its `.service`, so that both spellings mean one unit.
  public UnitFacts {
    if (service.endsWith(SUFFIX)) {
      service = service.substring(0, service.length() - SUFFIX.length());
    }
  }

  /// The unit of a user: `pm2-<user>` for a launcher that is called pm2, `reeve-<user>` otherwise,
  /// unless `service` is given. The daemon's folder is the one that the user's own commands take.
  /// `longestStop` is the longest kill timeout among the apps.
  public static UnitFacts of(
      Path launcher, Owner owner, @Nullable String service, Duration longestStop) {
    var name = String.valueOf(launcher.getFileName());
    var fallback = (name.startsWith("pm2") ? "pm2-" : "reeve-") + owner.user();
    var env = Map.of("HOME", owner.userHome().toString(), "REEVE_HOME", owner.reeveHome());
    return new UnitFacts(
        service == null ? fallback : service,
        owner.user(),
        owner.userHome(),
        Home.of(env, name),
        launcher,
        longestStop);
  }

  /// Whose daemon it is. `reeveHome` is empty when it stands in its usual place.
  public record Owner(String user, Path userHome, String reeveHome) {}

  String fileName() {
    return service + SUFFIX;
  }

  /// Where the units of a user's own manager stand (`man 5 systemd.unit`).
  Path userUnits() {
    return userHome.resolve(".config/systemd/user");
  }

  /// Above the longest kill timeout, so that no init system ends a drain that the user allowed.
  Duration stopTimeout() {
    var enough = longestStop.plus(MARGIN);
    return enough.compareTo(LEAST_STOP) > 0 ? enough : LEAST_STOP;
  }

  /// True when the daemon's folder follows from the user's.
  boolean usualHome() {
    return Home.of(Map.of("HOME", userHome.toString()), String.valueOf(launcher.getFileName()))
        .equals(home);
  }

  /// The beginning of a line for a shell that runs the launcher as root, for the same home.
  String asRoot() {
    var words = new StringBuilder("sudo env PATH=$PATH");
    if (!usualHome()) {
      words.append(' ').append(shellWord("REEVE_HOME=" + home.root()));
    }
    return words.append(' ').append(shellWord(launcher.toString())).toString();
  }

  /// The same for one that the user runs.
  String asUser() {
    var variable = usualHome() ? "" : shellWord("REEVE_HOME=" + home.root()) + " ";
    return variable + shellWord(launcher.toString());
  }

  /// A word as a shell takes it.
  static String shellWord(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /// What must not go into a file that root's init system reads. Empty when all is well.
  public List<Problem> problems(InitSystem init) {
    var problems = new ArrayList<>(problems());
    boolean script = init == InitSystem.OPENRC || init == InitSystem.SYSV;
    if (script && !SCRIPT.matcher(service).matches()) {
      problems.add(problem("service-name", "'" + visible(service) + "' is no name of a script"));
    }
    return List.copyOf(problems);
  }

  /// The same for whatever reads it.
  public List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    if (!USER.matcher(user).matches()) {
      problems.add(problem("user", "'" + visible(user) + "' is no name of a user"));
    }
    if (!SERVICE.matcher(service).matches()) {
      problems.add(problem("service-name", "'" + visible(service) + "' is no name of a service"));
    }
    for (var path : List.of(userHome, home.root(), launcher)) {
      if (CONTROL.matcher(path.toString()).find() || !path.isAbsolute()) {
        problems.add(problem("path", "'" + visible(path.toString()) + "' cannot be put in a unit"));
      }
    }
    return List.copyOf(problems);
  }

  private static Problem problem(String key, String message) {
    return new Problem(null, key, message, "use letters, digits, '-' and '_', and absolute paths");
  }

  private static String visible(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }
}
