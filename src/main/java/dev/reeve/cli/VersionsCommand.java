package dev.reeve.cli;

import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import java.util.List;

/// `pull`, `forward` and `backward`: another commit in the work tree of an app, then a reload.
/// Nothing is thrown away for it: neither changes that are not committed, nor commits that are not
/// upstream.
record VersionsCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var words = arguments.words();
    var move = arguments.command().name();
    if (words.isEmpty() || words.size() > (move.equals("pull") ? 2 : 1)) {
      throw Failed.usage("'" + move + "' takes an app", "usage: " + arguments.command().usage());
    }
    var name = Acting.checked(words.getFirst());
    var details = DescribeCommand.details(session, List.of(name));
    var folder = details.getFirst().spec().command().cwd();
    var git = new Git(folder, session.context().env());
    check(git);
    var before = git.told("rev-parse", "HEAD");
    switch (move) {
      case "pull" -> pull(git, words.size() == 2 ? words.get(1) : "@{upstream}");
      case "forward" -> to(git, next(git));
      default -> to(git, previous(git));
    }
    var after = git.told("rev-parse", "HEAD");
    if (after.equals(before)) {
      session.notices().say(folder + " is at that commit already; nothing was restarted");
      return Exits.DONE;
    }
    session.notices().say(folder + " is at " + git.told("log", "-1", "--format=%h %s"));
    var acting = new Acting(session, arguments);
    int exit = acting.act(new Request.Reload(List.of(name), null, 1));
    acting.showList();
    return exit;
  }

  private static void check(Git git) throws Failed {
    if (!git.ask("rev-parse", "--is-inside-work-tree").ok()) {
      throw Failed.refused(
          git.folder() + " is in no git work tree", "clone what the app is made of there");
    }
    if (!git.told("status", "--porcelain", "--untracked-files=no").isEmpty()) {
      throw Failed.refused(
          git.folder() + " has changes that are not committed", "commit them, or 'git stash'");
    }
    if (!git.ask("rev-parse", "@{upstream}").ok()) {
      throw Failed.refused(
          git.folder() + " is on no branch that follows another",
          "'git branch --set-upstream-to' says which");
    }
    if (!isAncestor(git, "HEAD", "@{upstream}")) {
      throw Failed.refused(
          git.folder() + " has commits that are not upstream", "'git push' them first");
    }
  }

  private static boolean isAncestor(Git git, String older, String newer) throws Failed {
    return git.ask("merge-base", "--is-ancestor", older, newer).ok();
  }

  private static void pull(Git git, String commit) throws Failed {
    git.told("fetch", "--quiet");
    if (commit.startsWith("-") || !isAncestor(git, commit, "@{upstream}")) {
      throw Failed.refused(
          "'" + commit + "' is no commit of the branch that " + git.folder() + " follows",
          "'git log @{upstream}' shows them");
    }
    to(git, commit);
  }

  private static void to(Git git, String commit) throws Failed {
    git.told("reset", "--hard", "--quiet", commit);
  }

  private static String next(Git git) throws Failed {
    var ahead = git.told("rev-list", "--reverse", "--first-parent", "HEAD..@{upstream}");
    return ahead
        .lines()
        .findFirst()
        .orElseThrow(() ->
            Failed.refused(
                git.folder() + " is at the newest commit that is known", "'pull' asks for more"));
  }

  private static String previous(Git git) throws Failed {
    var parent = git.ask("rev-parse", "HEAD~1");
    if (!parent.ok()) {
      throw Failed.refused(git.folder() + " is at its first commit", "there is none before it");
    }
    return parent.text();
  }
}
