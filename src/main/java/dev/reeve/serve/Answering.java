package dev.reeve.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A request → its answer.
record Answering(Settings settings, Site site) {
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int PART = 206;
  private static final int MOVED = 301;
  private static final int UNCHANGED = 304;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int OUTSIDE = 416;
  private static final long SECOND_MS = 1000;

  /// The date of RFC 9110, 5.6.7.
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

  private static final String PLAIN = "text/plain; charset=utf-8";

  Answering(Settings settings) {
    this(settings, new Site(settings.folder()));
  }

  /// A request as far as files care; `header` gives null for one that is not there.
  record Ask(String method, String target, UnaryOperator<@Nullable String> header) {
    String header(String name) {
      var value = header.apply(name);
      return value == null ? "" : value.strip();
    }

    boolean isGet() {
      return method.equals("GET");
    }
  }

  Answer to(Ask ask) {
    var login = settings.login();
    if (login != null && !admits(login, ask.header("Authorization"))) {
      return Answer.text(UNAUTHORIZED, PLAIN, "401 Unauthorized")
          .with("WWW-Authenticate", "Basic realm=\"Authentication service\", charset=\"UTF-8\"");
    }
    var answer = allowed(ask);
    return answer
        .with("Access-Control-Allow-Origin", "*")
        .with("Access-Control-Allow-Methods", "GET, HEAD")
        .with("X-Content-Type-Options", "nosniff");
  }

  /// In a time that says nothing about how much of it was right.
  private static boolean admits(Settings.Login login, String header) {
    if (!header.regionMatches(true, 0, "Basic ", 0, "Basic ".length())) {
      return false;
    }
    try {
      var given = Base64.getDecoder().decode(header.substring("Basic ".length()).strip());
      var right = login.username() + ":" + login.password();
      return MessageDigest.isEqual(given, right.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private Answer allowed(Ask ask) {
    return switch (ask.method()) {
      case "GET", "HEAD" -> found(ask);
      case "OPTIONS" -> Answer.empty(NO_CONTENT).with("Allow", "GET, HEAD, OPTIONS");
      default ->
          Answer.text(NOT_ALLOWED, PLAIN, "405 Method Not Allowed")
              .with("Allow", "GET, HEAD, OPTIONS");
    };
  }

  private Answer found(Ask ask) {
    var target = Target.of(ask.target());
    if (target == null) {
      return missing();
    }
    if (target.names().isEmpty()
        && site.find(settings.homepage()) instanceof Site.Found.Page page) {
      return page(ask, page);
    }
    return switch (site.find(target.names())) {
      case Site.Found.Page page when !target.folder() -> page(ask, page);
      case Site.Found.Folder(var path) -> folder(ask, target, path);
      case Site.Found.Page _, Site.Found.Nothing _ -> fallback(ask);
    };
  }

  private Answer folder(Ask ask, Target target, Path path) {
    var index = new ArrayList<>(target.names());
    index.add("index.html");
    boolean indexed = site.find(index) instanceof Site.Found.Page;
    if (!target.folder() && (indexed || settings.listing())) {
      return Answer.empty(MOVED).with("Location", target.asFolder());
    }
    if (site.find(index) instanceof Site.Found.Page page) {
      return page(ask, page);
    }
    return settings.listing() ? listing(target.names(), path) : fallback(ask);
  }

  private Answer listing(List<String> names, Path path) {
    try {
      var page = new Listing(names, site.rows(names, path)).page();
      return Answer.text(OK, ContentTypes.HTML + "; charset=utf-8", page);
    } catch (IOException | java.io.UncheckedIOException unreadable) {
      return missing();
    }
  }

  /// A page for what is not there: an app of one page finds its own way from its path.
  private Answer fallback(Ask ask) {
    return settings.spa() && site.find(settings.homepage()) instanceof Site.Found.Page page
        ? page(ask, page)
        : missing();
  }

  private Answer missing() {
    return site.find(List.of("404.html")) instanceof Site.Found.Page page
        ? new Answer(
            NOT_FOUND,
            Map.of("Content-Type", ContentTypes.HTML),
            new Answer.Body.Part(page.file(), 0, page.bytes()))
        : Answer.text(NOT_FOUND, PLAIN, "404 Not Found");
  }

  private static Answer page(Ask ask, Site.Found.Page page) {
    if (isUnchanged(ask, page)) {
      return known(Answer.empty(UNCHANGED), page);
    }
    return switch (range(ask, page)) {
      case Range.Whole _ -> part(OK, page, new Range.Part(0, page.bytes()));
      case Range.Part part ->
          part(PART, page, part)
              .with(
                  "Content-Range",
                  "bytes %d-%d/%d"
                      .formatted(part.from(), part.from() + part.length() - 1, page.bytes()));
      case Range.Outside _ ->
          Answer.text(OUTSIDE, PLAIN, "416 Range Not Satisfiable")
              .with("Content-Range", "bytes */" + page.bytes());
    };
  }

  private static Answer part(int status, Site.Found.Page page, Range.Part part) {
    var body = new Answer.Body.Part(page.file(), part.from(), part.length());
    var type = ContentTypes.of(String.valueOf(page.file().getFileName()));
    return known(new Answer(status, Map.of("Content-Type", type), body), page);
  }

  private static Answer known(Answer answer, Site.Found.Page page) {
    var at = Instant.ofEpochMilli(page.modifiedMs()).atOffset(ZoneOffset.UTC);
    return answer
        .with("ETag", page.etag())
        .with("Last-Modified", DATE.format(at))
        .with("Accept-Ranges", "bytes");
  }

  /// The tag goes before the time.
  private static boolean isUnchanged(Ask ask, Site.Found.Page page) {
    var tags = ask.header("If-None-Match");
    if (!tags.isEmpty()) {
      return List.of(tags.split(",", -1)).stream()
          .map(each -> each.strip().replaceFirst("^W/", ""))
          .anyMatch(each -> each.equals("*") || each.equals(page.etag()));
    }
    return isNotAfter(page, ask.header("If-Modified-Since"));
  }

  private static boolean isNotAfter(Site.Found.Page page, String date) {
    try {
      long seconds = page.modifiedMs() / SECOND_MS;
      return !date.isEmpty()
          && seconds
              <= ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toEpochSecond();
    } catch (DateTimeException malformed) {
      return false;
    }
  }

  /// A range of what the client has a part of already must be of the same content.
  private static Range range(Ask ask, Site.Found.Page page) {
    var range = ask.header("Range");
    var condition = ask.header("If-Range");
    boolean same = condition.isEmpty() || condition.equals(page.etag());
    return ask.isGet() && same && !range.isEmpty()
        ? Range.of(range, page.bytes())
        : new Range.Whole();
  }
}
