package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Home;
import dev.reeve.model.Problem;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Ecosystem files of every format, evaluated by a real node, by a real bun, and where PATH has
/// neither.
class ScriptedFilesIT {
  @TempDir Path temporary;
  Path folder = Path.of("/");
  Stage stage = new Stage(Path.of("/"));

  /// What PATH has.
  enum Machine {
    NODE,
    BUN,
    NEITHER
  }

  @BeforeEach
  void apps() throws Exception {
    folder = temporary.toRealPath();
    stage = new Stage(folder).file("run.sh", "").env("STAGE", "blue");
    stage.file("settings.json", "{ \"workers\": 3, \"memory\": \"300M\" }");
    stage.file(
        "lib/defaults.js",
        """
        const path = require('node:path');
        exports.script = path.join(__dirname, '..', 'run.sh');
        exports.app = (name, more = {}) => ({ name, script: exports.script, ...more });
        """);
    stage.file(
        "lib/extra.mjs",
        """
        import os from 'os';
        import { join as glue } from 'path';
        export const where = glue('a', 'b');
        export default function cores() { return os.cpus().length > 0; }
        """);
    stage.file("node_modules/naming/package.json", "{ \"main\": \"./lib/index\" }");
    stage.file("node_modules/naming/lib/index.js", "module.exports = (name) => `${name}-app`;");
  }

  private Stage on(Machine machine) throws Exception {
    var bin = Files.createDirectories(folder.resolve(machine.name()));
    link(bin, "bash");
    switch (machine) {
      case NODE -> link(bin, "node");
      case BUN -> {
        var bun = Path.of(System.getProperty("reeve.tools", ".tools"), "node_modules/.bin/bun");
        Files.createSymbolicLink(bin.resolve("bun"), bun.toRealPath());
      }
      case NEITHER -> {}
    }
    return stage.env("PATH", bin.toString());
  }

  private static void link(Path bin, String name) throws Exception {
    var env = Map.of("PATH", Objects.requireNonNull(System.getenv("PATH")));
    var real = Objects.requireNonNull(new Commands("/", env).find(name), name);
    Files.createSymbolicLink(bin.resolve(name), real);
  }

  @ParameterizedTest
  @EnumSource(Machine.class)
  void a_file_may_require_compute_and_ask_its_environment(Machine machine) throws Exception {
    stage.file(
        "all.config.js",
        """
        #!/usr/bin/env node
        'use strict';
        const fs = require('fs');
        const os = require('os');
        const path = require('path');
        const settings = require('./settings');
        const { app } = require('./lib/defaults.js');
        const named = require('naming');
        const { log = console.log } = {};
        class Pool {
          #size = settings?.workers ?? 1;
          get size() { return this.#size; }
          static of(...names) { return names.map((each, index) => ({ each, index })); }
        }
        log('a word on the way');
        const [first, ...others] = Pool.of('web', 'jobs', `mail-${process.env.STAGE}`);
        const port = { ...{ PORT: 3000 } };
        port.PORT **= 1;
        module.exports = {
          apps: [
            app(named(first.each), { instances: new Pool().size, env: { ...port, A: 1_000 } }),
            ...others.map(({ each }) => app(each, { max_memory_restart: settings.memory })),
            {
              name: path.basename(__filename, '.config.js'),
              cwd: __dirname,
              script: fs.readdirSync(__dirname).find((each) => /^run\\.sh$/.test(each)),
              args: [typeof os.hostname(), fs.existsSync('/nonexistent'), process.cwd()],
              ignore_watch: [/\\.log$/],
            },
          ],
        };
        """);

    var loaded = on(machine).load("all.config.js");

    assertThat(sentences(loaded)).isEmpty();
    assertThat(loaded.specs())
        .extracting(AppSpec::name)
        .containsExactly("web-app", "jobs", "mail-blue", "all");
    var web = loaded.specs().getFirst();
    assertThat(web.command().script()).isEqualTo(stage.path("run.sh"));
    assertThat(web.instances().count()).isEqualTo(3);
    assertThat(web.environment().own())
        .containsExactly(Map.entry("PORT", "3000"), Map.entry("A", "1000"));
    assertThat(loaded.specs().get(1).restart().maxMemoryBytes()).isEqualTo(300L << 20);
    var last = loaded.specs().getLast();
    assertThat(last.command().args()).containsExactly("string", "false", folder.toString());
    assertThat(last.care().renewal().watch().ignored()).containsExactly("(?:\\.log$)");
  }

  @ParameterizedTest
  @EnumSource(Machine.class)
  void a_module_imports_and_exports(Machine machine) throws Exception {
    stage.file(
        "module.config.mjs",
        """
        import fs, { existsSync } from 'node:fs';
        import * as path from 'path';
        import {
          fileURLToPath,
        } from 'url';
        import cores, { where } from './lib/extra.mjs';
        import defaults from './lib/defaults.js';

        const here = path.dirname(fileURLToPath(import.meta.url));
        const late = await Promise.resolve('late');
        export const unused = 1;
        export default {
          apps: [
            defaults.app('first', { cwd: here, args: [where, String(cores())] }),
            defaults.app(late, { args: String(fs.existsSync === existsSync) }),
          ],
        };
        """);

    var loaded = on(machine).load("module.config.mjs");

    assertThat(sentences(loaded)).isEmpty();
    assertThat(loaded.specs()).extracting(AppSpec::name).containsExactly("first", "late");
    assertThat(loaded.specs().getFirst().command().args()).containsExactly("a/b", "true");
    assertThat(loaded.specs().getFirst().command().cwd()).isEqualTo(folder.toString());
    assertThat(loaded.specs().getLast().command().args()).containsExactly("true");
  }

  @ParameterizedTest
  @EnumSource(Machine.class)
  void every_shape_of_every_format_holds_the_same_app(Machine machine) throws Exception {
    var app = "{ name: 'it', script: './run.sh', instances: 2 }";
    var json = app.replace("name", "\"name\"").replace('\'', '"').replace("}", ",} // it");
    stage
        .file("object.config.js", "module.exports = { apps: [" + app + "] };")
        .file("pm2.config.js", "exports.pm2 = " + app + ";")
        .file("list.config.cjs", "module.exports = [" + app + "];")
        .file("bare.config.cjs", "module.exports = " + app + ";")
        .file("later.config.cjs", "module.exports = (async () => (" + app + "))();")
        .file("default.config.mjs", "const all = [" + app + "];\nexport { all as default };")
        .file("object.json", "/* one */ { \"apps\": [" + json + "\n] }")
        .file("list.json", "[" + json + "\n]")
        .file("bare.json", json)
        .file("object.yaml", "apps:\n  - name: it\n    script: ./run.sh\n    instances: 2\n")
        .file("list.yml", "- { name: it, script: ./run.sh, instances: 2 }\n")
        .file("bare.yml", "name: it\nscript: ./run.sh\ninstances: 2\n");
    on(machine);
    var words =
        ("object.config.js pm2.config.js list.config.cjs bare.config.cjs later.config.cjs"
                + " default.config.mjs object.json list.json bare.json object.yaml list.yml"
                + " bare.yml -")
            .split(" ", -1);
    for (var word : words) {
      var loaded = stage.withStdin(json).load(word);

      assertThat(sentences(loaded)).as(word).isEmpty();
      assertThat(loaded.specs())
          .as(word)
          .singleElement()
          .satisfies(spec -> assertThat(spec.name()).isEqualTo("it"))
          .satisfies(spec -> assertThat(spec.instances().count()).isEqualTo(2));
    }
  }

  @ParameterizedTest
  @EnumSource(Machine.class)
  void typescript_is_read_where_the_runtime_takes_it(Machine machine) throws Exception {
    stage.file(
        "typed.config.ts",
        """
        type App = { name: string; script: string };
        const apps: App[] = [{ name: 'typed', script: './run.sh' }];
        export default { apps };
        """);

    var loaded = on(machine).load("typed.config.ts");

    if (machine == Machine.BUN || (machine == Machine.NODE && nodeReadsTypes())) {
      assertThat(loaded.specs()).extracting(AppSpec::name).containsExactly("typed");
    } else {
      assertThat(sentences(loaded))
          .singleElement()
          .asString()
          .startsWith("typed.config.ts: is TypeScript, ")
          .contains("; install node 22.18 or later, or bun, or write it as .js");
    }
  }

  private static boolean nodeReadsTypes() throws Exception {
    var node = new ProcessBuilder("node", "-p", "!!process.features.typescript").start();
    try (InputStream out = node.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8).strip().equals("true");
    } finally {
      node.waitFor();
    }
  }

  @ParameterizedTest
  @EnumSource(Machine.class)
  void what_is_thrown_is_one_sentence_with_its_place(Machine machine) throws Exception {
    stage.file("throws.config.js", "const a = 1;\n\nfunction f() {\n  a.b.c();\n}\nf();\n");
    stage.file("lib/broken.js", "\n\nthrow new Error('no vault');\n");
    stage.file("within.config.js", "\nrequire('./lib/broken');\n");
    stage.file("word.config.cjs", "throw 'a word';\n");
    stage.file("module.config.mjs", "export default {};\n\nnull.x;\n");
    stage.file("absent.config.js", "\nrequire('no-such-package');\n");
    on(machine);

    assertThat(sentences(stage.load("throws.config.js")))
        .singleElement()
        .asString()
        .startsWith("throws.config.js:4: TypeError: ")
        .doesNotContain("\n");
    assertThat(sentences(stage.load("within.config.js")))
        .containsExactly(
            "within.config.js: "
                + stage.path("lib/broken.js")
                + ":3: Error: no vault; correct the file");
    assertThat(sentences(stage.load("word.config.cjs")))
        .containsExactly("word.config.cjs: a word; correct the file");
    assertThat(sentences(stage.load("module.config.mjs")))
        .singleElement()
        .asString()
        .startsWith("module.config.mjs:3: TypeError: ");
    assertThat(sentences(stage.load("absent.config.js")))
        .singleElement()
        .asString()
        .startsWith("absent.config.js")
        .contains("Cannot find module 'no-such-package'")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @EnumSource(Machine.class)
  void what_is_no_javascript_is_one_sentence_with_its_place(Machine machine) throws Exception {
    stage.file("syntax.config.js", "module.exports = {\n  apps: [\n    { name: 'a' script: 1 },\n");
    stage.file("syntax.config.mjs", "export default {\n  apps: [,,\n    ] ]\n};\n");
    stage.file("lib/bad.js", "\nconst = 1;\n");
    stage.file("within.config.js", "require('./lib/bad.js');");
    stage.file("data.config.js", "require('./lib/bad.json');");
    stage.file("lib/bad.json", "{ \"a\": }");
    on(machine);

    assertThat(sentences(stage.load("syntax.config.js")))
        .singleElement()
        .asString()
        .startsWith("syntax.config.js:3: SyntaxError: ");
    assertThat(sentences(stage.load("syntax.config.mjs")))
        .singleElement()
        .asString()
        .startsWith("syntax.config.mjs:3: SyntaxError: ");
    assertThat(sentences(stage.load("within.config.js")))
        .singleElement()
        .asString()
        .contains(stage.path("lib/bad.js") + ":2: SyntaxError: ");
    assertThat(sentences(stage.load("data.config.js")))
        .singleElement()
        .asString()
        .contains("SyntaxError: ")
        .containsAnyOf(stage.path("lib/bad.json"), "data.config.js:1");
  }

  @ParameterizedTest
  @EnumSource(Machine.class)
  void a_file_without_an_end_or_an_export_is_told(Machine machine) throws Exception {
    stage.file("loop.config.js", "for (;;) {}");
    stage.file("deep.config.js", "const f = () => f() + 1;\nmodule.exports = f();");
    stage.file("leaves.config.js", "console.log('no vault here');\nprocess.exit(1);");
    stage.file("never.config.js", "module.exports = new Promise(() => {});");
    stage.file("round.config.js", "const a = { script: 'a' };\na.a = a;\nmodule.exports = a;");
    on(machine);

    assertThat(evaluated("loop.config.js", Duration.ofMillis(1500)))
        .isEqualTo("loop.config.js: is not evaluated within 1.5 s; correct the file");
    assertThat(evaluated("deep.config.js", Duration.ofSeconds(30))).contains("RangeError: ");
    assertThat(evaluated("leaves.config.js", Duration.ofSeconds(30)))
        .startsWith("leaves.config.js")
        .containsAnyOf("ended without an export: no vault here", "process.exit(1)");
    assertThat(evaluated("never.config.js", Duration.ofSeconds(5)))
        .containsAnyOf("ended without an export", "is not evaluated within 5 s");
    assertThat(evaluated("round.config.js", Duration.ofSeconds(30))).contains("TypeError: ");
  }

  @Test
  void the_engine_within_says_what_it_lacks() throws Exception {
    stage.file("shell.config.js", "\nrequire('child_process').execSync('date');\n");
    stage.file("lazy.config.js", "require('crypto');\nmodule.exports = { script: './run.sh' };\n");
    on(Machine.NEITHER);

    assertThat(sentences(stage.load("shell.config.js")))
        .containsExactly(
            "shell.config.js:2: Error: 'child_process.execSync' needs node or bun, and neither is"
                + " on PATH; correct the file");
    assertThat(stage.load("lazy.config.js").specs()).hasSize(1);
  }

  private String evaluated(String word, Duration limit) throws Exception {
    var path = Objects.requireNonNull(stage.loader().around().env().get("PATH"));
    var around =
        new Surroundings(
            Map.of("PATH", path),
            new Home(folder.resolve("home")),
            folder,
            InputStream.nullInputStream(),
            2,
            folder.resolve("reeve"));
    var source = new ScriptedFile(word, folder.resolve(word), around, limit).evaluate();
    return Objects.requireNonNull(source.problem(), word).sentence();
  }

  private static List<String> sentences(Loaded loaded) {
    return loaded.problems().stream().map(Problem::sentence).toList();
  }
}
