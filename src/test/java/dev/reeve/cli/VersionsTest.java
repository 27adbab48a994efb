package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Other commits in the work tree of an app, with a real repository.
class VersionsTest {
  @TempDir Path folder;

  private Path tree;

  private Repository repository = new Repository(Path.of("/"), "");

  @BeforeEach
  void begin() throws Exception {
    repository = Repository.with(folder, "app.js", "tree");
    tree = folder.resolve("tree");
  }

  private String text() throws Exception {
    return Files.readString(tree.resolve("app.js"));
  }

  private Console console(Path cwd) throws Exception {
    var view = Console.view(0, "api", Status.ONLINE, null);
    var usual = Console.detail(view).spec().command();
    var command =
        new AppSpec.Command(
            usual.script(), List.of(), usual.interpreter(), List.of(), cwd.toString());
    var moved = Console.detail(view, command);
    return new Console(Files.createTempDirectory(folder, "c"))
        .daemon(request ->
            request instanceof Request.Describe
                ? new Reply.Details(List.of(moved))
                : Usual.reply(request));
  }

  private static long reloads(Console console) {
    return console.asked().stream().filter(each -> each instanceof Request.Reload).count();
  }

  private static String refused(Console console, String... words) {
    var run = console.run(words);
    assertThat(run.exit()).isEqualTo(Exits.FAILED);
    assertThat(run.err()).hasLineCount(1);
    return run.err();
  }

  @Test
  void it_goes_to_other_commits_and_reloads() throws Exception {
    repository.commit("two");
    repository.commit("three");
    try (var console = console(tree)) {
      assertThat(console.run("pull", "api").err()).contains(" three", "api[0] ✓");
      assertThat(text()).isEqualTo("three");
      assertThat(console.run("backward", "api").exit()).isZero();
      assertThat(text()).isEqualTo("two");
      assertThat(console.run("backward", "api").exit()).isZero();
      assertThat(console.run("forward", "api").exit()).isZero();
      assertThat(text()).isEqualTo("two");
      assertThat(reloads(console)).isEqualTo(4);
      var first = repository.git(repository.origin(), "rev-parse", "HEAD~2");
      assertThat(console.run("pull", "api", first).exit()).isZero();
      assertThat(text()).isEqualTo("one");
      assertThat(console.run("pull", "api", first).err()).contains("at that commit already");
      assertThat(reloads(console)).isEqualTo(5);
    }
  }

  @Test
  void what_cannot_be_is_said_and_nothing_is_thrown_away() throws Exception {
    var faults = new ArrayList<String>();
    try (var console = console(tree)) {
      faults.add(refused(console, "backward", "api"));
      faults.add(refused(console, "forward", "api"));
      faults.add(refused(console, "pull", "api", "no-such-commit"));
      Files.writeString(tree.resolve("app.js"), "mine");
      faults.add(refused(console, "pull", "api"));
      assertThat(text()).isEqualTo("mine");
      repository.git(
          tree, "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "-am", "mine");
      faults.add(refused(console, "backward", "api"));
      assertThat(text()).isEqualTo("mine");
      assertThat(reloads(console)).isZero();
      assertThat(console.run("pull").exit()).isEqualTo(Exits.USAGE);
    }
    try (var console = console(Files.createDirectory(folder.resolve("plain")))) {
      faults.add(refused(console, "pull", "api"));
    }
    var sentences =
        List.of(
            "is at its first commit", "is at the newest commit that is known; 'pull' asks for more",
            "'no-such-commit' is no commit of the branch", "changes that are not committed",
            "commits that are not upstream", "is in no git work tree");
    for (int i = 0; i < sentences.size(); i++) {
      assertThat(faults.get(i)).contains(sentences.get(i));
    }
  }
}
