package dev.reeve.client;

import dev.reeve.model.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Makes the folders that a daemon needs before it starts, open to nobody else.
record HomeFolder(Home home) {

  /// The home and its `state`, both 0700 if they are new.
  void create() throws NoAnswer {
    checkOwner(home.root());
    var only = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    try {
      Files.createDirectories(home.state(), only);
    } catch (IOException refused) {
      throw unusable("can't be made: " + refused);
    }
    if (!Files.isWritable(home.state()) || !Files.isWritable(home.root())) {
      throw unusable("is not writable");
    }
  }

  /// The superuser may use any home.
  private void checkOwner(Path root) throws NoAnswer {
    if (!Files.exists(root)) {
      return;
    }
    try {
      int owner = uid(root);
      int self = uid(Path.of("/proc/self"));
      if (owner != self && self != 0) {
        throw unusable("belongs to another user (uid " + owner + ")");
      }
    } catch (IOException unreadable) {
      throw unusable("can't be looked at: " + unreadable);
    }
  }

  private static int uid(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:uid");
  }

  private NoAnswer unusable(String what) {
    return new NoAnswer(
        NoAnswer.Why.BAD_HOME,
        "the home " + home.root() + " " + what + "; set REEVE_HOME to a folder of your own");
  }
}
