package dev.reeve.export;

import dev.reeve.model.WrittenApp;
import java.util.ArrayList;
import java.util.List;

/// What is said about one app, each thing once: for standard error, and as comments in its section.
final class Notes {
  private final WrittenApp app;
  private final Platform platform;
  private final List<Note> all;
  private final List<Note> own = new ArrayList<>();

  /// Adds to `all`, too.
  Notes(WrittenApp app, Platform platform, List<Note> all) {
    this.app = app;
    this.platform = platform;
    this.all = all;
    var known = Counterparts.missing(platform);
    for (var key : app.keys().keySet()) {
      var advice = known.get(key);
      if (advice != null) {
        missing(key, advice);
      }
    }
  }

  /// If the key was written: there is nothing for it on the other side.
  void missing(String key, String advice) {
    if (app.has(key)) {
      say(key, platform.title() + " has no counterpart; " + advice);
    }
  }

  /// If the key was written: there is something, and it is not quite the same.
  void differs(String key, String how) {
    if (app.has(key)) {
      say(key, how);
    }
  }

  /// Whether it was written or not.
  void say(String key, String text) {
    var note = new Note(app.spec().name(), key, text);
    if (!own.contains(note)) {
      own.add(note);
      all.add(note);
    }
  }

  List<String> lines() {
    return own.stream().map(Note::line).toList();
  }
}
