package dev.reeve.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.FileServing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests byte for byte, as no browser would correct them.
class FileServerTest {
  private static final String SECRET = "nobody may see this";

  @TempDir Path folder;

  private final Map<String, String> env = new HashMap<>();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private @org.jspecify.annotations.Nullable FileServer server;

  @BeforeEach
  void a_site() throws Exception {
    file("secret.txt", SECRET);
    file("site-next-to-it/secret.txt", SECRET);
    file("site/index.html", "<h1>home</h1>");
    file("site/a.css", "0123456789");
    file("site/empty.txt", "");
    file("site/docs/index.html", "docs");
    file("site/files/b & <i>.txt", "b");
    file("site/files/ü/x.txt", "x");
    file("site/.env", SECRET);
    file("site/.git/config", SECRET);
    file("site/.well-known/security.txt", "Contact: us");
    Files.createSymbolicLink(folder.resolve("site/out"), folder.resolve("secret.txt"));
    Files.createSymbolicLink(folder.resolve("site/up"), folder);
    Files.createSymbolicLink(folder.resolve("site/env"), Path.of(".env"));
    Files.createSymbolicLink(folder.resolve("site/in.css"), Path.of("a.css"));
    env.put(FileServing.PATH, folder.resolve("site").toString());
    env.put(FileServing.HOST, "127.0.0.1");
    env.put(FileServing.PORT, "0");
  }

  @Test
  void a_crowd_that_reads_nothing_is_let_go_and_who_reads_gets_all() throws Exception {
    try (var big = new RandomAccessFile(folder.resolve("site/big.bin").toFile(), "rw")) {
      big.setLength(40 << 20);
    }
    assertThat(get("/a.css")).contains("0123456789");
    var started = Objects.requireNonNull(server);
    var crowd = new ArrayList<Socket>();
    try {
      for (int i = 0; i < Progress.CROWD + 50; i++) {
        var socket = new Socket();
        crowd.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), started.port()), 30_000);
        socket.getOutputStream().write("GET /big.bin HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      }
      assertThat(get("/a.css")).contains("0123456789");
      for (var socket : crowd.subList(0, 50)) {
        untilCut(socket);
      }
      assertThat(get("/a.css")).contains("0123456789");
    } finally {
      for (var socket : crowd) {
        socket.close();
      }
    }
  }

  /// Nothing that is written arrives any more.
  private static void untilCut(Socket socket) {
    long untilNs = System.nanoTime() + 60_000_000_000L;
    try {
      while (true) {
        assertThat(System.nanoTime()).as("it was never cut").isLessThan(untilNs);
        socket.getOutputStream().write('\n');
        LockSupport.parkNanos(5_000_000);
      }
    } catch (IOException cut) {
      assertThat(cut).isNotNull();
    }
  }

  @AfterEach
  void it_ends() {
    if (server != null) {
      server.close();
    }
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  private void file(String name, String text) throws Exception {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /// What comes back for some lines.
  private String raw(String... lines) throws Exception {
    if (server == null) {
      var settings = Objects.requireNonNull(Settings.of(env).settings());
      server = FileServer.open(settings, new PrintStream(err, true, UTF_8));
    }
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(60_000);
      var text = String.join("\r\n", lines) + "\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private String get(String target, String... headers) throws Exception {
    var lines = new ArrayList<>(List.of("GET " + target + " HTTP/1.1"));
    lines.addAll(List.of(headers));
    return raw(lines.toArray(String[]::new));
  }

  private static String header(String answer, String name) {
    var head = answer.substring(0, answer.indexOf("\r\n\r\n"));
    return head.lines()
        .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElse("");
  }

  @Test
  void files_come_with_their_type_size_and_age() throws Exception {
    var css = get("/a.css?v=1");
    assertThat(css).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n0123456789");
    assertThat(header(css, "content-type")).isEqualTo("text/css");
    assertThat(header(css, "content-length")).isEqualTo("10");
    assertThat(header(css, "access-control-allow-origin")).isEqualTo("*");
    assertThat(header(css, "last-modified")).matches("\\w{3}, \\d{2} \\w{3} \\d{4} .* GMT");
    assertThat(get("/")).startsWith("HTTP/1.1 200").endsWith("<h1>home</h1>");
    assertThat(header(get("/"), "content-type")).isEqualTo("text/html");
    assertThat(get("http://x/a.css")).endsWith("0123456789");
    assertThat(get("/in.css")).endsWith("0123456789");
    assertThat(get("/empty.txt")).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
    assertThat(get("/files/%C3%BC/x.txt")).endsWith("\r\n\r\nx");
    assertThat(get("/.well-known/security.txt")).endsWith("Contact: us");
    assertThat(get("/docs")).startsWith("HTTP/1.1 301");
    assertThat(header(get("/docs?x=1"), "location")).isEqualTo("/docs/?x=1");
    assertThat(get("/docs/")).endsWith("\r\n\r\ndocs");
    assertThat(get("/none")).startsWith("HTTP/1.1 404").endsWith("\r\n\r\n404 Not Found");
    assertThat(get("/a.css/")).startsWith("HTTP/1.1 404");
    assertThat(get("/files/")).startsWith("HTTP/1.1 404");
    file("site/404.html", "<h1>gone</h1>");
    assertThat(get("/none")).startsWith("HTTP/1.1 404").endsWith("<h1>gone</h1>");
  }

  @Test
  void nothing_outside_of_the_folder_and_nothing_hidden_is_served() throws Exception {
    env.put(FileServing.LISTING, "true");
    for (var target :
        List.of(
            "/../secret.txt",
            "/files/../../secret.txt",
            "/..%2fsecret.txt",
            "/%2e%2e/secret.txt",
            "/%2e%2e%2fsecret.txt",
            "/%252e%252e/secret.txt",
            "/..%5csecret.txt",
            "/%c0%ae%c0%ae/secret.txt",
            "/./../secret.txt",
            "//..//secret.txt",
            "///" + folder + "/secret.txt",
            "/../site-next-to-it/secret.txt",
            "/out",
            "/up/secret.txt",
            "/up/",
            "/env",
            "/.env",
            "/%2eenv",
            "/.git/config",
            "/a.css%00.html",
            "/files/%zz",
            "http://x/../secret.txt",
            "../secret.txt",
            "secret.txt",
            "*")) {
      var answer = get(target);
      assertThat(answer).as(target).matches("(?s)HTTP/1.1 40[04] .*").doesNotContain(SECRET);
    }
    assertThat(header(get("//evil.example/..//docs"), "location")).doesNotStartWith("//");
    assertThat(get("//docs")).doesNotContain("Location: //");
  }

  @Test
  void head_says_what_get_would_and_other_methods_are_refused() throws Exception {
    var head = raw("HEAD /a.css HTTP/1.1");
    assertThat(head).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
    assertThat(header(head, "content-length")).isEqualTo("10");
    assertThat(raw("HEAD /none HTTP/1.1")).startsWith("HTTP/1.1 404").endsWith("\r\n\r\n");
    var post = raw("POST /a.css HTTP/1.1", "Content-Length: 0");
    assertThat(post).startsWith("HTTP/1.1 405");
    assertThat(header(post, "allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(raw("OPTIONS /a.css HTTP/1.1")).startsWith("HTTP/1.1 204");
  }

  @Test
  void a_part_of_a_file_can_be_asked_for() throws Exception {
    var some = get("/a.css", "Range: bytes=2-4");
    assertThat(some).startsWith("HTTP/1.1 206").endsWith("\r\n\r\n234");
    assertThat(header(some, "content-range")).isEqualTo("bytes 2-4/10");
    assertThat(get("/a.css", "Range: bytes=7-")).endsWith("\r\n\r\n789");
    assertThat(get("/a.css", "Range: bytes=-2")).endsWith("\r\n\r\n89");
    assertThat(get("/a.css", "Range: bytes=5-99999999999999999999")).endsWith("\r\n\r\n56789");
    var outside = get("/a.css", "Range: bytes=10-");
    assertThat(outside).startsWith("HTTP/1.1 416");
    assertThat(header(outside, "content-range")).isEqualTo("bytes */10");
    for (var ignored : List.of("bytes=0-1,3-4", "bytes=4-2", "lines=1-2", "bytes=x-", "bytes=-")) {
      assertThat(get("/a.css", "Range: " + ignored)).as(ignored).startsWith("HTTP/1.1 200");
    }
    var tag = header(get("/a.css"), "etag");
    assertThat(get("/a.css", "Range: bytes=0-0", "If-Range: " + tag)).startsWith("HTTP/1.1 206");
    assertThat(get("/a.css", "Range: bytes=0-0", "If-Range: \"x\"")).startsWith("HTTP/1.1 200");
  }

  @Test
  void what_a_client_has_already_is_not_sent_again() throws Exception {
    var first = get("/a.css");
    var tag = header(first, "etag");
    var date = header(first, "last-modified");
    var same = get("/a.css", "If-None-Match: \"y\", W/" + tag);
    assertThat(same).startsWith("HTTP/1.1 304").endsWith("\r\n\r\n");
    assertThat(header(same, "etag")).isEqualTo(tag);
    assertThat(get("/a.css", "If-Modified-Since: " + date)).startsWith("HTTP/1.1 304");
    assertThat(get("/a.css", "If-None-Match: \"y\"", "If-Modified-Since: " + date))
        .startsWith("HTTP/1.1 200");
    assertThat(get("/a.css", "If-Modified-Since: yesterday")).startsWith("HTTP/1.1 200");
    file("site/a.css", "another");
    assertThat(get("/a.css", "If-None-Match: " + tag)).endsWith("\r\n\r\nanother");
  }

  @Test
  void an_app_of_one_page_is_there_for_every_path() throws Exception {
    env.put(FileServing.SPA, "true");
    assertThat(get("/users/7")).startsWith("HTTP/1.1 200").endsWith("<h1>home</h1>");
    assertThat(get("/files/")).endsWith("<h1>home</h1>");
    assertThat(get("/a.css")).endsWith("0123456789");
    assertThat(get("/../secret.txt")).doesNotContain(SECRET);
  }

  @Test
  void another_page_may_be_the_first_one() throws Exception {
    env.put(FileServing.SPA, "true");
    env.put(FileServing.HOMEPAGE, "/docs/index.html");
    assertThat(get("/")).endsWith("\r\n\r\ndocs");
    assertThat(get("/users/7")).endsWith("\r\n\r\ndocs");
  }

  @Test
  void a_folder_is_listed_when_that_is_wanted() throws Exception {
    env.put(FileServing.LISTING, "true");
    assertThat(header(get("/files"), "location")).isEqualTo("/files/");
    assertThat(get("/files/"))
        .startsWith("HTTP/1.1 200")
        .contains("<h1>Index of /files/</h1>", "<a href=\"../\">../</a>")
        .contains("<a href=\"./%C3%BC/\">ü/</a>")
        .contains("<a href=\"./b%20%26%20%3Ci%3E.txt\">b &amp; &lt;i&gt;.txt</a></td><td>1</td>")
        .doesNotContain("<i>");
    Files.delete(folder.resolve("site/index.html"));
    assertThat(get("/"))
        .contains("./a.css", "./in.css")
        .doesNotContain(".env")
        .doesNotContain("./env")
        .doesNotContain("./out")
        .doesNotContain("./up");
  }

  @Test
  void who_has_no_password_sees_nothing() throws Exception {
    env.put(FileServing.USERNAME, "me");
    env.put(FileServing.PASSWORD, "pass:wörd");
    var basic = Base64.getEncoder();
    var right = basic.encodeToString("me:pass:wörd".getBytes(UTF_8));
    var wrong = basic.encodeToString("me:pass".getBytes(UTF_8));
    for (var header : List.of("X: y", "Authorization: Basic " + wrong, "Authorization: Basic %")) {
      var answer = get("/a.css", header);
      assertThat(answer).startsWith("HTTP/1.1 401").doesNotContain("0123456789");
      assertThat(header(answer, "www-authenticate")).contains("realm=\"Authentication service\"");
    }
    assertThat(get("/none")).startsWith("HTTP/1.1 401");
    assertThat(get("/a.css", "Authorization: Basic " + right)).endsWith("0123456789");
  }

  @Test
  void a_new_release_is_served_from_the_moment_it_takes_the_place() throws Exception {
    file("release-2/index.html", "two");
    var current = folder.resolve("current");
    Files.createSymbolicLink(current, folder.resolve("site"));
    env.put(FileServing.PATH, current.toString());
    assertThat(get("/")).endsWith("<h1>home</h1>");
    Files.delete(current);
    assertThat(get("/")).startsWith("HTTP/1.1 404");
    Files.createSymbolicLink(current, folder.resolve("release-2"));
    assertThat(get("/")).endsWith("\r\n\r\ntwo");
  }

  @Test
  void all_that_is_wrong_is_said_at_once_and_nothing_is_served_openly() {
    env.put(FileServing.PATH, folder.resolve("none").toString());
    env.put(FileServing.PORT, "70000");
    env.put(FileServing.SPA, "perhaps");
    env.put(FileServing.HOMEPAGE, "../x");
    env.put(FileServing.AUTH, "true");
    env.put(FileServing.USERNAME, "me");
    var read = Settings.of(env);
    assertThat(read.settings()).isNull();
    assertThat(read.problems()).hasSize(5);
    assertThat(read.problems().toString()).contains("no such folder", "70000 is no port");
  }
}
