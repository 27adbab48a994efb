package dev.reeve.export;

/// Something that a key asks for and that is not there, or otherwise, on the other side.
public record Note(String app, String key, String text) {
  /// For people: `api.watch: systemd has no counterpart; …`.
  public String sentence() {
    return app + "." + key + ": " + text;
  }

  /// The same in the app's own section.
  String line() {
    return key + ": " + text;
  }
}
