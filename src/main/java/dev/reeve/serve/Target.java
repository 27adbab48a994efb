package dev.reeve.serve;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a request names (RFC 9112, 3.2) → the names of folders and of a file, decoded once. A name
/// that would lead elsewhere, or that is hidden, makes it no path at all.
record Target(List<String> names, boolean folder, @Nullable String query) {
  /// Hidden, and meant to be public (RFC 8615).
  private static final String WELL_KNOWN = ".well-known";

  private static final int HEX = 16;

  /// Null for what names nothing that could be there.
  static @Nullable Target of(String written) {
    var local = written;
    if (local.startsWith("http://") || local.startsWith("https://")) {
      int slash = local.indexOf('/', local.indexOf("//") + 2);
      local = slash < 0 ? "/" : local.substring(slash);
    }
    int question = local.indexOf('?');
    var path = question < 0 ? local : local.substring(0, question);
    var names = namesOf(path);
    var query = question < 0 ? null : local.substring(question + 1);
    return names == null ? null : new Target(names, path.endsWith("/"), query);
  }

  static @Nullable List<String> namesOf(String path) {
    if (!path.startsWith("/")) {
      return null;
    }
    var names = new ArrayList<String>();
    for (var part : path.split("/", -1)) {
      var name = decoded(part);
      if (name == null || !isHarmless(name)) {
        return null;
      }
      if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    return names;
  }

  private static boolean isHarmless(String name) {
    boolean hidden = name.length() > 1 && name.startsWith(".") && !name.equals(WELL_KNOWN);
    return !hidden && name.indexOf('/') < 0 && name.indexOf('\0') < 0;
  }

  /// Null unless it is UTF-8, each byte of which stands for itself or is written as `%41`.
  private static @Nullable String decoded(String part) {
    if (part.indexOf('%') < 0) {
      return part;
    }
    var bytes = new ByteArrayOutputStream(part.length());
    for (int at = 0; at < part.length(); at++) {
      if (part.charAt(at) != '%') {
        bytes.writeBytes(part.substring(at, at + 1).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      int high = at + 2 < part.length() ? Character.digit(part.charAt(at + 1), HEX) : -1;
      int low = at + 2 < part.length() ? Character.digit(part.charAt(at + 2), HEX) : -1;
      if (high < 0 || low < 0) {
        return null;
      }
      bytes.write(high * HEX + low);
      at += 2;
    }
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return decoder.decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException malformed) {
      return null;
    }
  }

  /// The same as a folder, for a redirection: it never begins with two slashes, which would be
  /// another host.
  String asFolder() {
    var path = names.stream().map(Target::encoded).collect(Collectors.joining("/", "/", "/"));
    return query == null ? path : path + "?" + query;
  }

  static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
