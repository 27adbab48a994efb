package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/deploy.md, with a real repository and an `ssh` that runs its command here, in a folder for
/// each host.
class DeployTest {
  private static final String SSH =
      """
      #!/bin/sh
      for word; do printf '<%s>' "$word"; done >>"$HOSTS/ssh.log"; echo >>"$HOSTS/ssh.log"
      while [ "$1" != -- ]; do shift; done
      host=${2#*@}
      [ "$host" != broken ] || exit 255
      cd "$HOSTS/$host" || exit 255
      exec sh -c "$3"
      """;

  @TempDir Path folder;

  private Path here;

  private Repository repository = new Repository(Path.of("/"), "");

  @BeforeEach
  void begin() throws Exception {
    here = folder.resolve("here");
    Files.createDirectories(folder.resolve("hosts/one"));
    Files.createDirectories(folder.resolve("hosts/two"));
    Files.createDirectory(folder.resolve("bin"));
    var all = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(Files.createFile(folder.resolve("bin/ssh"), all), SSH);
    repository = Repository.with(folder, "f", "here");
  }

  private void file(String more) throws Exception {
    var text =
        """
        { "apps": [], "deploy": { "production": { "user": "node", "host": ["one", "two"],
          "repo": "ORIGIN", "ref": "origin/main", "path": "~/my app/it's", MORE } } }
        """;
    Files.writeString(
        here.resolve("ecosystem.json"),
        text.replace("ORIGIN", repository.origin().toString()).replace("MORE", more));
  }

  private Console.Run run(String... words) throws Exception {
    try (var console = new Console(here)) {
      var path = folder.resolve("bin") + ":" + System.getenv("PATH");
      console.env("PATH", path).env("HOSTS", folder.resolve("hosts").toString());
      console.env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", folder.toString());
      var all = new java.util.ArrayList<>(List.of("deploy"));
      all.addAll(List.of(words));
      return console.run(all.toArray(String[]::new));
    }
  }

  private Console.Run done(String... words) throws Exception {
    var run = run(words);
    assertThat(run.exit()).as(run.err()).isZero();
    return run;
  }

  private Path on(String host, String name) {
    return folder.resolve("hosts").resolve(host).resolve("my app/it's").resolve(name);
  }

  private String ssh() throws Exception {
    return Files.readString(folder.resolve("hosts/ssh.log"));
  }

  @Test
  void setup_deploy_and_revert_leave_the_commit_that_they_name() throws Exception {
    file("\"ssh_options\": \"StrictHostKeyChecking=no\", \"key\": \"k\", \"port\": 2222");
    done("production", "setup");
    assertThat(on("one", "current")).isSymbolicLink();
    assertThat(on("two", "shared/logs")).isDirectory();
    assertThat(on("two", "shared/pids")).isDirectory();
    assertThat(ssh())
        .contains("<-o><StrictHostKeyChecking=no><-i><" + here + "/k><-p><2222><--><node@one><");
    done("ecosystem.json", "production", "setup");

    done("ecosystem.json", "production");
    repository.commit("two");
    assertThat(done("production", "update").err()).contains("origin/main is deployed");
    var first = repository.git(repository.origin(), "rev-parse", "HEAD~1");
    var second = repository.git(repository.origin(), "rev-parse", "HEAD");
    for (var host : List.of("one", "two")) {
      assertThat(on(host, "current/f")).hasContent("two");
      assertThat(on(host, ".deploys")).hasContent(first + "\n" + second);
    }
    assertThat(done("production", "list").out())
        .isEqualTo(("0\t" + second + "\n1\t" + first + "\n").repeat(2));
    assertThat(second).startsWith(done("production", "curr").out().lines().toList().getFirst());
    assertThat(done("production", "previous").out()).isEqualTo((first + "\n").repeat(2));

    done("production", "revert", "1");
    assertThat(on("one", "current/f")).hasContent("one");
    done("production", second);
    assertThat(on("two", "current/f")).hasContent("two");
    var far = run("production", "revert", "9");
    assertThat(far.exit()).isEqualTo(Exits.FAILED);
    assertThat(far.err()).contains("node@one knows of 4 deployments");
  }

  @Test
  void hooks_run_where_and_when_they_should_with_the_environment() throws Exception {
    file(
        """
        "env": { "GREETING": "it's $HOME; a b" },
        "pre-setup": "echo pre-setup; pwd >pre-setup", "post-setup": "cat f >../post-setup",
        "pre-deploy-local": "echo once >>local",
        "pre-deploy": ["cat f >../pre", "test -d \\"$SHARED/logs\\""],
        "post-deploy": "cat f >../post; echo \\"$GREETING\\" >>../post"
        """);
    done("production", "setup");
    assertThat(folder.resolve("hosts/one/pre-setup"))
        .hasContent(folder.resolve("hosts/one").toRealPath().toString());
    assertThat(on("one", "post-setup")).hasContent("one");
    repository.commit("two");
    done("production");
    assertThat(here.resolve("local")).hasContent("once");
    assertThat(on("two", "pre")).hasContent("one");
    assertThat(on("two", "post")).hasContent("twoit's $HOME; a b");
    var run = done("production", "exec", "--", "echo \"$GREETING\"; cat f");
    assertThat(run.out()).isEqualTo("it's $HOME; a b\ntwo".repeat(2));
  }

  @Test
  void the_first_failure_ends_it_and_says_what_was_left_alone() throws Exception {
    file("\"post-deploy\": \"exit 7\"");
    var early = run("production");
    assertThat(early.exit()).isEqualTo(Exits.FAILED);
    assertThat(early.err()).contains("'deploy production setup' does it");
    done("production", "setup");
    var run = run("production");
    assertThat(run.exit()).isEqualTo(Exits.FAILED);
    assertThat(run.err())
        .contains("node@one failed with exit code 7; nothing was done on node@two");
    assertThat(on("two", ".deploys")).doesNotExist();
    file("\"pre-deploy-local\": \"exit 3\"");
    assertThat(run("production").err()).contains("pre-deploy-local failed with exit code 3");
    var unknown = run("production", "no-such-branch");
    assertThat(unknown.exit()).isEqualTo(Exits.FAILED);
    assertThat(on("one", "current/f")).hasContent("one");
  }

  @Test
  void what_was_not_pushed_is_not_deployed_by_accident() throws Exception {
    file("\"env\": {}");
    done("production", "setup");
    Files.writeString(here.resolve("f"), "mine");
    var run = run("production");
    assertThat(run.exit()).isEqualTo(Exits.FAILED);
    assertThat(run.err()).contains("changes here that are not committed", "--force");
    done("production", "--force");
    repository.git(
        here, "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "-am", "mine");
    assertThat(run("production").err()).contains("commits here that are not pushed");
  }

  @Test
  void nothing_that_would_be_an_option_reaches_ssh_or_git() throws Exception {
    file("\"env\": {}");
    done("production", "setup");
    var before = ssh();
    for (var ref : List.of("--upload-pack=touch x", "-q", "a b")) {
      var run = run("production", "--", ref);
      assertThat(run.exit()).as(ref).isEqualTo(Exits.USAGE);
      assertThat(run("production", "exec").exit()).isEqualTo(Exits.USAGE);
    }
    var text =
        """
        { "deploy": { "p": { "user": "-l", "host": ["-oProxyCommand=touch x", "a;b"],
          "repo": "--upload-pack=x", "ref": "-q", "path": "-x", "port": 99999,
          "ssh_options": "-oProxyCommand=x", "env": { "A B": 1 }, "post_deploy": "x" } } }
        """;
    Files.writeString(here.resolve("ecosystem.json"), text);
    var run = run("p", "setup");
    assertThat(run.exit()).isEqualTo(Exits.FAILED);
    assertThat(run.err())
        .contains("deploy.p.user: '-l'", "deploy.p.host: '-oProxyCommand=touch x' is no host")
        .contains("deploy.p.host: 'a;b'", "deploy.p.repo: ", "deploy.p.ref: ", "deploy.p.path: ")
        .contains("deploy.p.port: 99999 is no port", "deploy.p.ssh_options: ", "deploy.p.env.A B: ")
        .contains("deploy.p.post_deploy: unknown key, ignored; did you mean 'post-deploy'?");
    assertThat(ssh()).isEqualTo(before);
  }

  @Test
  void wrong_usage_says_what_is_right() throws Exception {
    assertThat(run().err()).contains("there is no ecosystem.config.js here");
    file("\"env\": {}");
    assertThat(run().err()).contains("'deploy' needs to know the environment");
    assertThat(run("staging", "setup").err())
        .contains("has no environment 'staging'; it has production");
    assertThat(run("production", "revert", "0").err()).contains("a number from 1");
    assertThat(run("production", "setup", "x").err()).contains("'x' is one word too many");
    Files.writeString(here.resolve("ecosystem.json"), "{ \"apps\": [] }");
    assertThat(run("production").err()).contains("deploy: is missing");
  }
}
