package dev.reeve.serve;

import dev.reeve.fake.Fuzz;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a request names and says, it gets an answer.
class ServeFuzzTest {
  @TempDir Path folder;

  @Test
  void targets_and_headers() throws Exception {
    Files.writeString(folder.resolve("page.html"), "a page");
    var address = new Settings.Address("127.0.0.1", 0);
    var login = new Settings.Login("a", "b");
    var open = new Answering(new Settings(folder, address, true, List.of("page.html"), true, null));
    var shut =
        new Answering(new Settings(folder, address, true, List.of("page.html"), true, login));
    Fuzz.texts(
        List.of(
            "/page.html",
            "http://h/a%41/../b?x=y",
            "bytes=0-99",
            "Basic YTpi",
            "Wed, 21 Oct 2026 07:28:00 GMT",
            "\"tag\", W/\"x\"",
            "/.well-known//%e2%82%ac/"),
        text -> {
          for (var method : List.of("GET", "HEAD", text)) {
            open.to(new Answering.Ask(method, text, _ -> null));
            open.to(new Answering.Ask(method, "/page.html", _ -> text));
            shut.to(new Answering.Ask(method, text, _ -> text));
          }
        });
  }
}
