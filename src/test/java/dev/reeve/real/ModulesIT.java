package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.InstanceView;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// docs/modules.md, with modules that are made here: nothing is asked of a registry.
class ModulesIT {
  private static final String PROGRAM =
      """
      const fs = require('fs')
      const name = process.env.name
      fs.appendFileSync(process.env.SEEN, JSON.stringify({
        all: JSON.parse(process.env[name]), port: process.env.port, cwd: process.cwd(),
        version: require('./package.json').version,
      }) + '\\n')
      setInterval(() => {}, 1000)
      """;
  private final RealHome real = new RealHome();
  private final Path seen = real.folder().resolve("seen.jsonl");

  ModulesIT() {
    real.with("SEEN", seen.toString());
  }

  @AfterEach
  void end() throws Exception {
    real.close();
  }

  private Path folder(String version, String script) throws IOException {
    real.file("probe/run.js", PROGRAM);
    return real.file(
            "probe/package.json",
            """
            {"name": "probe", "version": "%s", "config": {"port": 8080, "deep": {"a": 1}},
             "apps": [{"script": "%s", "merge_logs": true}]}
            """
                .formatted(version, script))
        .resolveSibling(".");
  }

  /// As npm packs it.
  private String tarball(String version, String script) throws Exception {
    folder(version, script);
    var file = real.folder().resolve("probe-" + version + ".tgz");
    var tar =
        new ProcessBuilder("tar", "czf", file.toString(), "-C", real.folder().toString(), "probe");
    assertThat(tar.inheritIO().start().waitFor()).isZero();
    return "./" + file.getFileName();
  }

  private RealHome.Said done(String... words) throws Exception {
    var said = real.run(words);
    assertThat(said.code()).as(said.err()).isZero();
    return said;
  }

  private RealHome.Said refused(String... words) throws Exception {
    var said = real.run(words);
    assertThat(said.code()).as(said.out() + said.err()).isEqualTo(1);
    assertThat(said.err()).doesNotContain("Exception");
    return said;
  }

  /// What the program has seen at its start, as soon as it has started so often.
  private JsonObject start(int number) throws Exception {
    RealHome.eventually(() -> Files.readAllLines(seen).size() >= number);
    return Json.parseObject(Files.readAllLines(seen).get(number - 1));
  }

  private Path modules() {
    return real.home().modules();
  }

  /// Nothing of a module, and nothing half-made.
  private void noneIsInstalled() throws Exception {
    assertThat(real.list()).filteredOn(InstanceView::module).isEmpty();
    assertThat(modules()).isEmptyDirectory();
  }

  @Test
  void a_tarball_is_installed_by_npm_and_has_a_table_of_its_own() throws Exception {
    var list = done("install", tarball("1.2.3", "run.js")).out();
    assertThat(list).contains("Module\n", "│ module ", "│ probe ", "│ 1.2.3 ");
    assertThat(start(1).object("all").fields().keySet()).containsExactly("port", "deep");
    assertThat(start(1).text("port", "")).isEqualTo("8080");
    assertThat(start(1).text("cwd", ""))
        .isEqualTo(modules().resolve("probe/node_modules/probe").toString());
    assertThat(done("jlist").out()).contains("\"pmx_module\":true");
    assertThat(done("conf", "probe").out()).contains("set probe:port 8080");
  }

  @Test
  void what_is_set_of_it_reaches_it_and_restarts_it() throws Exception {
    done("install", folder("1.0.0", "run.js").toString());
    start(1);
    assertThat(done("set", "probe:port", "9090").err()).contains("probe is restarted");
    assertThat(start(2).object("all").text("port", "")).isEqualTo("9090");
    assertThat(start(2).text("port", "")).isEqualTo("9090");
    done("stop", "probe");
    done("set", "probe:port", "9091");
    assertThat(real.view("probe").status()).isEqualTo(Status.STOPPED);
  }

  @Test
  void all_and_save_leave_it_out_and_the_next_daemon_starts_it() throws Exception {
    real.startShell(RealHome.App.of("app", "exec sleep 1000"));
    done("install", tarball("1.0.0", "run.js"));
    start(1);
    done("save");
    assertThat(Files.readString(real.home().savedList()))
        .contains("\"app\"")
        .doesNotContain("probe");
    done("stop", "all");
    assertThat(real.view("app").status()).isEqualTo(Status.STOPPED);
    assertThat(real.view("probe").status()).isEqualTo(Status.ONLINE);
    done("delete", "all");
    assertThat(real.list()).extracting(InstanceView::name).containsExactly("probe");

    done("kill");
    done("ping");
    assertThat(real.until("probe", Status.ONLINE).module()).isTrue();
    assertThat(start(2).object("all").fields()).containsKey("deep");
    done("resurrect");
    assertThat(real.list()).extracting(InstanceView::name).containsExactly("probe", "app");
  }

  @Test
  void a_new_version_takes_its_place_and_one_that_cannot_start_does_not() throws Exception {
    var source = real.folder().resolve("probe.tgz");
    Files.move(real.folder().resolve(tarball("1.0.0", "run.js")), source);
    done("install", "./probe.tgz");
    start(1);
    Files.delete(source);
    Files.move(real.folder().resolve(tarball("2.0.0", "run.js")), source);
    assertThat(done("module:update", "probe").out()).contains("│ 2.0.0 ");
    assertThat(start(2).text("version", "")).isEqualTo("2.0.0");

    var said = refused("install", tarball("3.0.0", "nope.js"));
    assertThat(said.err()).contains("nope.js", "the version before of probe is started again");
    assertThat(start(3).text("version", "")).isEqualTo("2.0.0");
    assertThat(modules()).isDirectoryNotContaining("glob:**/.*");
    assertThat(real.list()).hasSize(1);
  }

  @Test
  void what_is_uninstalled_is_gone_but_for_its_settings() throws Exception {
    done("install", folder("1.0.0", "run.js").toString());
    assertThat(refused("uninstall", "other").err()).contains("there is probe");
    done("uninstall", "all");
    noneIsInstalled();
    assertThat(real.folder().resolve("probe/run.js")).exists();
    assertThat(done("get", "probe:port").out()).isEqualTo("8080\n");
    assertThat(refused("uninstall", "probe").err()).contains("none is installed");
    assertThat(refused("module:update", "probe").err()).contains("none is installed");
  }

  @Test
  void a_folder_is_run_where_it_is_and_watched() throws Exception {
    done("install", folder("1.0.0", "run.js").toString());
    start(1);
    assertThat(real.view("probe").watching()).isTrue();
    RealHome.eventually(() -> done("describe", "probe").out().matches("(?s).*\\d+ folders?.*"));
    Files.writeString(real.folder().resolve("probe/more.js"), "1");
    start(2);
  }

  @Test
  void what_a_folder_depends_on_is_installed_when_asked() throws Exception {
    real.file("other/package.json", "{\"name\": \"other\", \"version\": \"1.0.0\"}");
    var json =
        "{\"name\": \"needy\", \"bin\": \"run.js\", \"dependencies\": {\"other\": \"../other\"}}";
    real.file("needy/package.json", json);
    real.file("needy/run.js", "require('other/package.json'); setInterval(() => {}, 1000)");
    assertThat(done("install", "./needy").err()).contains("--install does so");
    done("install", "./needy", "--install");
    assertThat(real.folder().resolve("needy/node_modules/other/package.json")).exists();
    assertThat(real.view("needy").status()).isEqualTo(Status.ONLINE);
  }

  @Test
  void what_is_no_module_leaves_nothing_and_says_why() throws Exception {
    done("ping");
    assertThat(refused("install", "./nowhere").err()).contains("there is no ", "nowhere");
    real.file("empty/readme", "");
    assertThat(refused("install", "./empty").err()).contains("has no package.json");
    real.file("broken/package.json", "{");
    assertThat(refused("install", "./broken").err()).contains("package.json is no JSON");
    real.file("idle/package.json", "{\"name\": \"idle\", \"version\": \"1.0.0\"}");
    assertThat(refused("install", "./idle").err()).contains("names nothing to run");
    real.file("away/package.json", "{\"name\": \"../../away\", \"main\": \"run.js\"}");
    assertThat(refused("install", "./away").err()).contains("names no module");
    real.file("torn.tgz", "no tarball");
    assertThat(refused("install", "./torn.tgz").err())
        .contains("npm could not install", "torn.tgz");
    assertThat(refused("install", tarball("1.0.0", "nope.js")).err()).contains("nope.js");
    noneIsInstalled();
  }

  @Test
  void without_npm_it_says_what_to_install() throws Exception {
    done("ping");
    var bin = Files.createDirectory(real.folder().resolve("bin"));
    for (var tool : List.of("sh", "readlink", "dirname", "uname", "stty", "cat")) {
      Files.createSymbolicLink(bin.resolve(tool), Path.of("/bin", tool));
    }
    var file = tarball("1.0.0", "run.js");
    real.with("PATH", bin.toString()).with("JAVA_HOME", System.getProperty("java.home"));
    assertThat(refused("install", file).err()).contains("npm can't be run", "install Node.js");
    noneIsInstalled();
  }

  @Test
  void an_app_of_that_name_is_not_touched() throws Exception {
    real.startShell(RealHome.App.of("probe", "exec sleep 1000"));
    int pid = real.view("probe").pid();
    assertThat(refused("install", folder("1.0.0", "run.js").toString()).err())
        .contains("an app of the list is named 'probe'");
    assertThat(real.view("probe").pid()).isEqualTo(pid);
    assertThat(modules()).isEmptyDirectory();
  }
}
