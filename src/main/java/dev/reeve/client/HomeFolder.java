package dev.reeve.client;

import dev.reeve.model.Home;
import dev.reeve.store.HomeCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;

/// Makes the folders that a daemon needs before it starts, open to nobody else.
record HomeFolder(Home home) {

  /// The home and its `state`, both 0700 if they are new.
  void create() throws NoAnswer {
    var refusal = HomeCheck.refusal(home.root(), System.getenv());
    if (refusal.isPresent()) {
      throw new NoAnswer(NoAnswer.Why.BAD_HOME, refusal.get());
    }
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

  private NoAnswer unusable(String what) {
    return new NoAnswer(
        NoAnswer.Why.BAD_HOME,
        "the home " + home.root() + " " + what + "; set REEVE_HOME to a folder of your own");
  }
}
