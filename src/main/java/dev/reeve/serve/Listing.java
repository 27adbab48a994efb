package dev.reeve.serve;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// A folder as a page.
record Listing(List<String> names, List<Site.Row> rows) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Index of @</title>
      <style>
      :root { color-scheme: light dark; font: 15px/1.6 ui-monospace, monospace; }
      td { padding: 0 2em 0 0; white-space: nowrap; }
      td + td { text-align: right; font-variant-numeric: tabular-nums; }
      </style></head>
      <body><h1>Index of @</h1>
      <table>
      """;

  String page() {
    var where = escaped(names.isEmpty() ? "/" : "/" + String.join("/", names) + "/");
    var page = new StringBuilder(HEAD.replace("@", where));
    if (!names.isEmpty()) {
      page.append("<tr><td><a href=\"../\">../</a></td><td></td><td></td></tr>\n");
    }
    rows.forEach(row -> page.append(line(row)));
    return page.append("</table></body></html>\n").toString();
  }

  private static String line(Site.Row row) {
    var slash = row.folder() ? "/" : "";
    return "<tr><td><a href=\"%s%s\">%s%s</a></td><td>%s</td><td>%s</td></tr>\n"
        .formatted(
            "./" + Target.encoded(row.name()),
            slash,
            escaped(row.name()),
            slash,
            row.folder() ? "" : String.valueOf(row.bytes()),
            TIME.format(Instant.ofEpochMilli(row.modifiedMs())));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
