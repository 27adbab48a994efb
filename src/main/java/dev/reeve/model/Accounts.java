package dev.reeve.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The users and groups of this machine, as `/etc/passwd` and `/etc/group` have them. Those of a
/// directory service are not among them; a number works for those.
public record Accounts(String passwd, String group) {
  /// What a [RunAs] comes to on this machine.
  public sealed interface Resolved {
    /// `uid` is -1 where only a group was asked for; `variables` are what a login of that user has.
    record Known(int uid, int gid, List<Integer> groups, Map<String, String> variables)
        implements Resolved {}

    /// It is not there; `user` tells which of both.
    record Unknown(boolean user, String message) implements Resolved {}
  }

  private record User(String name, int uid, int gid, String home) {}

  private record Group(String name, int gid, List<String> members) {}

  /// Those of the machine as it is now; a file that can't be read holds nobody.
  public static Accounts ofMachine() {
    return new Accounts(text("/etc/passwd"), text("/etc/group"));
  }

  private static String text(String path) {
    try {
      // A name in another encoding than ours is nobody's fault.
      return new String(Files.readAllBytes(Path.of(path)), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      return "";
    }
  }

  public Resolved resolve(RunAs as) {
    var user = as.user() == null ? null : user(as.user()).orElse(null);
    int gid = as.group() == null ? -1 : gid(as.group());
    if (as.group() != null && gid < 0) {
      return new Resolved.Unknown(false, "no group of this machine is '" + as.group() + "'");
    }
    if (user != null) {
      var variables = new LinkedHashMap<String, String>();
      variables.put("HOME", user.home);
      variables.put("USER", user.name);
      variables.put("LOGNAME", user.name);
      int own = as.group() == null ? user.gid : gid;
      return new Resolved.Known(user.uid, own, groups(user, own), variables);
    }
    if (as.user() == null) {
      return new Resolved.Known(-1, gid, List.of(gid), Map.of());
    }
    int uid = number(as.user());
    if (uid >= 0 && gid >= 0) {
      return new Resolved.Known(uid, gid, List.of(gid), Map.of());
    }
    var more = uid < 0 ? "" : ", and so its group is not known: name one as gid";
    return new Resolved.Unknown(true, "no user of this machine is '" + as.user() + "'" + more);
  }

  private List<Integer> groups(User user, int own) {
    var all = new ArrayList<Integer>();
    all.add(own);
    rows(group, 4)
        .map(Accounts::group)
        .filter(each -> each.members.contains(user.name) && !all.contains(each.gid))
        .forEach(each -> all.add(each.gid));
    return all;
  }

  /// A name goes before a number: names of digits only are allowed.
  private Optional<User> user(String word) {
    var all = rows(passwd, 6).map(Accounts::user).toList();
    return all.stream()
        .filter(each -> each.name.equals(word))
        .findFirst()
        .or(() -> all.stream().filter(each -> each.uid == number(word)).findFirst());
  }

  private int gid(String word) {
    return rows(group, 3)
        .map(Accounts::group)
        .filter(each -> each.name.equals(word))
        .findFirst()
        .map(Group::gid)
        .orElseGet(() -> number(word));
  }

  private static java.util.stream.Stream<String[]> rows(String text, int least) {
    return text.lines()
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length >= least && number(fields[2]) >= 0);
  }

  private static User user(String[] fields) {
    return new User(fields[0], number(fields[2]), Math.max(0, number(fields[3])), fields[5]);
  }

  private static Group group(String[] fields) {
    var members = fields.length > 3 ? List.of(fields[3].split(",", -1)) : List.<String>of();
    return new Group(fields[0], number(fields[2]), members);
  }

  /// -1 for what is none. Larger ones than an `int` holds are nobody's in practice.
  private static int number(@Nullable String word) {
    boolean digits = word != null && word.matches("[0-9]{1,10}");
    long number = digits ? Long.parseLong(word) : -1;
    return number > Integer.MAX_VALUE ? -1 : (int) number;
  }
}
