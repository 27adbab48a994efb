package dev.reeve.export;

import dev.reeve.model.WrittenApp;
import org.jspecify.annotations.Nullable;

/// Where a service's output goes: the journal, unless the app names files of its own.
record SystemdLogs(WrittenApp app, int slot, Notes notes) {

  void addTo(UnitText text) {
    var logs = app.spec().logs();
    stream(text, "StandardOutput", "out_file", logs.outFile());
    stream(text, "StandardError", "error_file", logs.errorFile());
  }

  private void stream(UnitText text, String key, String from, @Nullable String file) {
    if (file == null) {
      text.line(key, "null");
    } else if (app.has(from)) {
      text.line(key, "append:" + UnitText.rest(ofSlot(file)));
    } else {
      text.line(key, "journal");
    }
  }

  /// As Reeve names the files of several instances.
  private String ofSlot(String file) {
    boolean one = app.spec().logs().merge() || app.spec().instances().count() == 1;
    int dot = file.endsWith(".log") ? file.length() - ".log".length() : file.length();
    return one ? file : file.substring(0, dot) + "-" + slot + file.substring(dot);
  }
}
