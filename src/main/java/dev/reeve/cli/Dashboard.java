package dev.reeve.cli;

import dev.reeve.model.Home;
import java.io.IOException;

/// The full-screen program behind `monit`, which the command line does not know: whoever wires it
/// hands it in. It takes the terminal over until the user leaves, and says the exit code.
public interface Dashboard {
  int run(Home home, boolean colours) throws IOException;
}
