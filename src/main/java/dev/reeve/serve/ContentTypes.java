package dev.reeve.serve;

import java.util.Locale;
import java.util.Map;

/// What a file is, by the ending of its name, for the kinds that browsers act upon. Pages, styles
/// and scripts say their encoding themselves, so none is claimed for them.
final class ContentTypes {
  static final String HTML = "text/html";

  private static final String OTHER = "application/octet-stream";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry(HTML, "html htm"),
          Map.entry("text/css", "css"),
          Map.entry("text/javascript", "js mjs cjs"),
          Map.entry("application/json", "json map"),
          Map.entry("application/manifest+json", "webmanifest"),
          Map.entry("application/ld+json", "jsonld"),
          Map.entry("application/wasm", "wasm"),
          Map.entry("application/xml", "xml xsl"),
          Map.entry("application/xhtml+xml", "xhtml"),
          Map.entry("application/rss+xml", "rss"),
          Map.entry("application/atom+xml", "atom"),
          Map.entry("text/plain; charset=utf-8", "txt text log"),
          Map.entry("text/markdown; charset=utf-8", "md markdown"),
          Map.entry("text/csv; charset=utf-8", "csv"),
          Map.entry("text/calendar; charset=utf-8", "ics"),
          Map.entry("text/vtt; charset=utf-8", "vtt"),
          Map.entry("text/yaml; charset=utf-8", "yaml yml"),
          Map.entry("image/png", "png"),
          Map.entry("image/apng", "apng"),
          Map.entry("image/jpeg", "jpg jpeg"),
          Map.entry("image/gif", "gif"),
          Map.entry("image/webp", "webp"),
          Map.entry("image/avif", "avif"),
          Map.entry("image/svg+xml", "svg"),
          Map.entry("image/x-icon", "ico"),
          Map.entry("image/bmp", "bmp"),
          Map.entry("image/tiff", "tif tiff"),
          Map.entry("font/woff", "woff"),
          Map.entry("font/woff2", "woff2"),
          Map.entry("font/ttf", "ttf"),
          Map.entry("font/otf", "otf"),
          Map.entry("application/vnd.ms-fontobject", "eot"),
          Map.entry("audio/mpeg", "mp3"),
          Map.entry("audio/ogg", "ogg oga opus"),
          Map.entry("audio/wav", "wav"),
          Map.entry("audio/aac", "aac"),
          Map.entry("audio/flac", "flac"),
          Map.entry("audio/mp4", "m4a"),
          Map.entry("video/mp4", "mp4 m4v"),
          Map.entry("video/webm", "webm"),
          Map.entry("video/ogg", "ogv"),
          Map.entry("video/quicktime", "mov"),
          Map.entry("video/mp2t", "ts"),
          Map.entry("application/vnd.apple.mpegurl", "m3u8"),
          Map.entry("application/pdf", "pdf"),
          Map.entry("application/zip", "zip"),
          Map.entry("application/gzip", "gz tgz"),
          Map.entry("application/zstd", "zst"),
          Map.entry("application/x-tar", "tar"),
          Map.entry("application/rtf", "rtf"));

  private ContentTypes() {}

  static String of(String name) {
    int dot = name.lastIndexOf('.');
    var ending = " " + name.substring(dot + 1).toLowerCase(Locale.ROOT) + " ";
    if (dot < 0) {
      return OTHER;
    }
    return TYPES.entrySet().stream()
        .filter(each -> (" " + each.getValue() + " ").contains(ending))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(OTHER);
  }
}
