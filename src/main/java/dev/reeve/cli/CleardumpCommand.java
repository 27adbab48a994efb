package dev.reeve.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// `cleardump`: an empty saved list, put in place in one step. It needs no daemon.
record CleardumpCommand(Session session) {
  private static final String EMPTY =
      "{\"reeve\":1,\"cleared\":true,\"callers\":[],\"specs\":[],\"instances\":[]}\n";

  int run() throws Failed {
    var home = session.context().home();
    if (!Files.isDirectory(home.root())) {
      session.notices().say("there is no saved list in " + home.root());
      return Exits.DONE;
    }
    try {
      replace(home.savedList());
    } catch (IOException refused) {
      throw Failed.refused(
          home.savedList() + " can't be written: " + refused,
          "check the permissions of its folder");
    }
    session.notices().say("the saved list is empty now: " + home.savedList());
    return Exits.DONE;
  }

  private static void replace(Path file) throws IOException {
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    var only = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, only);
    Files.writeString(fresh, EMPTY);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
