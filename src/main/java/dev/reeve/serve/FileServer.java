package dev.reeve.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reeve.model.FileServing;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// The shell around [Answering]: the JDK's own HTTP server, a virtual thread a connection.
public final class FileServer implements AutoCloseable {
  private static final int FAILED = 1;
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;
  private static final int BUFFER_BYTES = 16 << 10;

  /// Bounds for clients that say nothing, or very slowly; seconds, but for the number.
  private static final Map<String, String> LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "30",
          "sun.net.httpserver.idleInterval", "30",
          "jdk.httpserver.maxConnections", "600",
          "sun.net.httpserver.nodelay", "true");

  private final HttpServer server;
  private final Progress progress = new Progress();
  private final Answering answering;
  private final PrintStream err;

  private FileServer(HttpServer server, Answering answering, PrintStream err) {
    this.server = server;
    this.answering = answering;
    this.err = err;
  }

  /// The whole program: serves until it is signalled, and lets answers under way end.
  public static int run(Map<String, String> env, PrintStream out, PrintStream err) {
    var read = Settings.of(env);
    var settings = read.settings();
    if (settings == null) {
      read.problems().forEach(problem -> err.println(problem.sentence()));
      return FAILED;
    }
    var at = settings.address();
    try {
      var server = open(settings, err);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(server)));
      out.println(
          FileServing.UP + settings.folder() + " on http://" + at.host() + ":" + server.port());
      out.flush();
      new CountDownLatch(1).await();
    } catch (IOException refused) {
      err.println(
          "can't listen on port %d of %s: %s; stop what listens there, or take another port"
              .formatted(at.port(), at.host(), refused.getMessage()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return FAILED;
  }

  private static void leave(FileServer server) {
    server.close();
    Runtime.getRuntime().halt(0);
  }

  /// Answers a request or two on loopback, for the JVM to remember what that takes.
  public static int rehearse(Path folder, PrintStream err) {
    try {
      rehearse(folder);
      return 0;
    } catch (IOException failed) {
      err.println("training: " + failed);
      return 1;
    }
  }

  private static void rehearse(Path folder) throws IOException {
    Files.writeString(folder.resolve("page.html"), "a page");
    var here = InetAddress.getLoopbackAddress();
    var address = new Settings.Address(here.getHostAddress(), 0);
    var settings = new Settings(folder, address, true, List.of("page.html"), true, null);
    var nobody = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    try (var server = open(settings, nobody);
        var socket = new Socket(here, server.port())) {
      var asked = "GET /%s HTTP/1.1\r\nHost: x\r\nConnection: %s\r\n\r\n";
      var both = asked.formatted("page.html", "keep-alive") + asked.formatted("", "close");
      socket.getOutputStream().write(both.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }

  static FileServer open(Settings settings, PrintStream err) throws IOException {
    LIMITS.forEach(System::setProperty);
    var address = settings.address();
    var where = new InetSocketAddress(address.host(), address.port());
    if (where.isUnresolved()) {
      throw new IOException("no such host");
    }
    var http = HttpServer.create(where, 0);
    var server = new FileServer(http, new Answering(settings), err);
    http.createContext("/", server::handle);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
    return server;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    progress.made();
    try (exchange) {
      send(exchange, answer(exchange));
    } finally {
      progress.ended();
    }
  }

  private Answer answer(HttpExchange exchange) {
    try {
      return answering.to(
          new Answering.Ask(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders()::getFirst));
    } catch (RuntimeException ours) {
      err.println("no answer to " + exchange.getRequestURI() + ": " + ours);
      return Answer.text(SERVER_ERROR, "text/plain", "500 Internal Server Error");
    }
  }

  private void send(HttpExchange exchange, Answer answer) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    switch (answer.body()) {
      case Answer.Body.Part part when !head -> sendPart(exchange, answer, part);
      case Answer.Body.Text text when !head -> {
        begin(exchange, answer);
        exchange.getResponseBody().write(text.bytes());
      }
      case Answer.Body.Part _, Answer.Body.Text _, Answer.Body.None _ -> begin(exchange, answer);
    }
  }

  /// A file that we may not read, or that is gone by now, is found out before anything is promised.
  private void sendPart(HttpExchange exchange, Answer answer, Answer.Body.Part part)
      throws IOException {
    FileChannel opened;
    try {
      opened = FileChannel.open(part.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException refused) {
      send(exchange, Answer.text(FORBIDDEN, "text/plain", "403 Forbidden"));
      return;
    }
    try (var file = opened) {
      begin(exchange, answer);
      copy(file, part, exchange.getResponseBody());
    }
  }

  private static void begin(HttpExchange exchange, Answer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    long length = answer.body().length();
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(length));
    }
    exchange.sendResponseHeaders(answer.status(), head || length == 0 ? -1 : length);
  }

  /// A file that has become shorter ends the connection, which tells the client.
  private void copy(FileChannel file, Answer.Body.Part part, OutputStream out) throws IOException {
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long left = part.length();
    file.position(part.from());
    while (left > 0) {
      buffer.clear().limit((int) Math.min(left, BUFFER_BYTES));
      int read = file.read(buffer);
      if (read < 0) {
        throw new IOException(part.file() + " has become shorter");
      }
      out.write(buffer.array(), 0, read);
      progress.made();
      left -= read;
    }
  }

  /// Answers that are under way have a second.
  @Override
  public void close() {
    server.stop(1);
  }
}
