package dev.reeve.daemon;

import dev.reeve.lifecycle.Goal;
import dev.reeve.lifecycle.State;
import dev.reeve.model.Home;
import dev.reeve.os.Kernel;
import dev.reeve.os.ProcessTable;
import dev.reeve.store.RunBook;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Makes up for what cannot be read in a run book. The list says which instances there were, and
/// each process of a run says in its environment which home and which instance it is of: a page
/// that is lost costs an instance its counts and not its run, and no second run is started beside
/// the first.
final class PageRecovery {
  private static final String HOME = "PM2_HOME";
  private static final String NUMBER = "pm_id";

  private final Kernel kernel;
  private final Home home;
  private final Map<String, List<ProcessTable.Row>> byMark;

  PageRecovery(Kernel kernel, Home home, Map<String, List<ProcessTable.Row>> byMark) {
    this.kernel = kernel;
    this.home = home;
    this.byMark = byMark;
  }

  /// The pages of a book and those that it lacks. A book whose head cannot be read may be of an
  /// earlier boot, after which the saved list is what counts: it is believed if anything of it
  /// still runs.
  List<RunBook.Page> complete(RunBook.Content book, Map<Integer, Savings.Saved> saved) {
    var pages = new ArrayList<RunBook.Page>();
    var present = new HashSet<Integer>();
    // A run is noted before it begins: what a whole book does not know is of an instance that is
    // gone.
    var strays = book.whole() ? Map.<Integer, String>of() : strays(book.pages());
    if (book.origin() == null && strays.isEmpty() && book.pages().stream().noneMatch(this::runs)) {
      return List.of();
    }
    for (var page : book.pages().stream().filter(PageRecovery::known).toList()) {
      boolean isGone = page.goal().equals(Goal.GONE.name());
      var stray = isGone || runs(page) ? null : strays.get(page.id());
      pages.add(stray == null ? page : ofRun(page, stray));
      // What was about to go when the daemon died may still be in the list.
      if (!isGone || book.whole()) {
        present.add(page.id());
      }
    }
    saved.forEach((id, each) -> {
      if (!present.contains(id) && !book.gone().contains(id)) {
        pages.add(blank(each, strays.getOrDefault(id, "")));
      }
    });
    return pages;
  }

  /// Of another version may be words that this one does not know.
  private static boolean known(RunBook.Page page) {
    try {
      KeptNotebook.Kind.valueOf(page.kind());
      Goal.valueOf(page.goal());
      return true;
    } catch (IllegalArgumentException unknown) {
      return false;
    }
  }

  private boolean runs(RunBook.Page page) {
    var row = page.run().pid() > 0 ? kernel.row(page.run().pid()) : null;
    boolean main = row != null && row.startTicks() == page.run().startTicks();
    return main || byMark.containsKey(page.mark());
  }

  /// By instance, the mark of the youngest run of this home that no page knows.
  private Map<Integer, String> strays(List<RunBook.Page> pages) {
    var known = pages.stream().map(RunBook.Page::mark).collect(Collectors.toSet());
    var strays = new HashMap<Integer, String>();
    byMark.entrySet().stream()
        .filter(each -> !known.contains(each.getKey()) && isOfHome(each.getValue()))
        .sorted(Comparator.comparingLong(each -> startTicks(each.getValue())))
        .forEach(each -> strays.put(number(each.getValue()), each.getKey()));
    return strays;
  }

  private static long startTicks(List<ProcessTable.Row> rows) {
    return rows.stream().mapToLong(ProcessTable.Row::startTicks).min().orElse(0);
  }

  private boolean isOfHome(List<ProcessTable.Row> rows) {
    var value = kernel.environmentOf(rows.getFirst().pid(), HOME);
    return home.root().toString().equals(value) && number(rows) >= 0;
  }

  private int number(List<ProcessTable.Row> rows) {
    var value = kernel.environmentOf(rows.getFirst().pid(), NUMBER);
    try {
      return value == null ? -1 : Integer.parseInt(value);
    } catch (NumberFormatException noNumber) {
      return -1;
    }
  }

  private static RunBook.Page ofRun(RunBook.Page page, String mark) {
    return new RunBook.Page(
        page.id(),
        KeptNotebook.Kind.RUNNING.name(),
        page.goal(),
        mark,
        RunBook.Run.NONE,
        page.counts(),
        page.createdAtMs(),
        State.NEVER,
        page.reason());
  }

  private RunBook.Page blank(Savings.Saved saved, String mark) {
    var kind = mark.isEmpty() ? KeptNotebook.Kind.IDLE : KeptNotebook.Kind.RUNNING;
    return new RunBook.Page(
        saved.id().number(),
        kind.name(),
        saved.goal().name(),
        mark,
        RunBook.Run.NONE,
        RunBook.Counts.NONE,
        kernel.wallMs(),
        State.NEVER,
        "");
  }
}
