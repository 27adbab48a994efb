package dev.reeve.config;

import dev.reeve.model.Home;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// A caller in a folder of its own, with a PATH that holds node, bash and what a test adds.
final class Stage {
  private final Path folder;
  private final Map<String, String> env = new HashMap<>();
  private InputStream stdin = InputStream.nullInputStream();

  Stage(Path folder) {
    this.folder = folder;
    env.put("HOME", folder.toString());
    env.put("PATH", folder.resolve("bin").toString());
    env.put("LANG", "C.UTF-8");
    for (var name : new String[] {"node", "bash"}) {
      wrap(name);
    }
  }

  private void wrap(String name) {
    var real = new Commands("/", Map.of("PATH", System.getenv("PATH"))).find(name);
    if (real == null || folder.getParent() == null) {
      return;
    }
    try {
      executable("bin/" + name);
      Files.writeString(folder.resolve("bin/" + name), "#!/bin/sh\nexec " + real + " \"$@\"\n");
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  Stage env(String name, String value) {
    env.put(name, value);
    return this;
  }

  Stage withStdin(String text) {
    stdin = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  Stage file(String path, String text) throws IOException {
    var file = folder.resolve(path);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
    return this;
  }

  Stage executable(String path) throws IOException {
    file(path, "#!/bin/sh\n");
    folder.resolve(path).toFile().setExecutable(true);
    return this;
  }

  Stage command(String name) throws IOException {
    return executable("bin/" + name);
  }

  Stage fixture(String name) throws IOException {
    try (var in = Stage.class.getResourceAsStream("/ecosystem/" + name)) {
      Files.write(folder.resolve(name), Objects.requireNonNull(in, name).readAllBytes());
    }
    return this;
  }

  String path(String below) {
    return folder.resolve(below).toString();
  }

  ConfigLoader loader() {
    return new ConfigLoader(
        new Surroundings(
            env, new Home(folder.resolve("home")), folder, stdin, 4, folder.resolve("reeve")));
  }

  Loaded load(String word) {
    return loader().load(word, Flags.NONE);
  }

  Loaded load(String word, Flags flags) {
    return loader().load(word, flags);
  }

  Loaded loadFixture(String name) throws IOException {
    return fixture(name).load(name);
  }

  Loaded loadFixture(String name, Flags flags) throws IOException {
    return fixture(name).load(name, flags);
  }
}
