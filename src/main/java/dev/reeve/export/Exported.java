package dev.reeve.export;

import dev.reeve.model.Problem;
import java.util.List;

/// The files, and what could not be said in them; no file as soon as there is a problem.
public record Exported(List<Sheet> sheets, List<Note> notes, List<Problem> problems) {
  public Exported {
    sheets = List.copyOf(sheets);
    notes = List.copyOf(notes);
    problems = List.copyOf(problems);
  }

  /// For who reads all of it in one go: several files stand under their names.
  public String text() {
    return sheets.size() == 1
        ? sheets.getFirst().text()
        : String.join(
            "\n", sheets.stream().map(each -> "# " + each.name() + "\n" + each.text()).toList());
  }
}
