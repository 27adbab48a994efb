package dev.reeve.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A git repository with one commit, and a clone beside it whose upstream it is. `file` is what a
/// commit changes.
record Repository(Path folder, String file) {
  static Repository with(Path folder, String file, String clone) throws Exception {
    var repository = new Repository(folder, file);
    Files.createDirectory(repository.origin());
    repository.git(repository.origin(), "init", "-q", "-b", "main");
    repository.commit("one");
    repository.git(folder, "clone", "-q", repository.origin().toString(), clone);
    return repository;
  }

  Path origin() {
    return folder.resolve("origin");
  }

  void commit(String text) throws Exception {
    Files.writeString(origin().resolve(file), text);
    git(origin(), "add", ".");
    git(origin(), "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "-m", text);
  }

  String git(Path where, String... words) throws Exception {
    var env = Map.of("GIT_CONFIG_NOSYSTEM", "1", "HOME", folder.toString());
    return new Git(where.toString(), env).told(words);
  }
}
