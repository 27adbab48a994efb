package dev.reeve.daemon;

import dev.reeve.lifecycle.Goal;
import dev.reeve.logs.Journal;
import dev.reeve.model.StdStream;
import dev.reeve.node.Primary;
import dev.reeve.store.RunBook;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What a simulated daemon leaves to the next one. A dead daemon writes nothing.
final class SimNotebook implements Notebook {
  private final BooleanSupplier dead;
  private Map<Integer, RunBook.Page> old = new TreeMap<>();
  private Map<Integer, RunBook.Page> pages = old;
  private final Map<Integer, Savings.Saved> list = new TreeMap<>();
  private Supplier<Collection<Supervised>> all = List::of;
  private final Set<Integer> gone = new HashSet<>();
  private int lastPage;

  SimNotebook(BooleanSupplier dead) {
    this.dead = dead;
  }

  void of(Supplier<Collection<Supervised>> instances) {
    all = instances;
  }

  /// What a dead daemon has left, for the next, which begins a book of its own.
  RunBook.Content begin() {
    var left = List.copyOf(old.values());
    var forgotten = new HashSet<>(gone);
    left.forEach(page -> forgotten.remove(page.id()));
    pages = new TreeMap<>();
    lastPage = 0;
    var note = ByteBuffer.allocate(RunBook.NOTE_BYTES);
    return new RunBook.Content("", left, forgotten, note, true);
  }

  /// The old book is not needed any more.
  void replaceOld() {
    if (!dead.getAsBoolean()) {
      keepList();
      old = pages;
    }
  }

  List<Savings.Saved> list() {
    return List.copyOf(list.values());
  }

  @Override
  public void keepList() {
    if (!dead.getAsBoolean()) {
      list.clear();
      gone.clear();
      for (var each : all.get()) {
        list.putIfAbsent(
            each.id.number(), new Savings.Saved(each.id, each.slot, each.spec, Goal.UP));
      }
    }
  }

  @Override
  public void note(Supervised instance) {
    if (!dead.getAsBoolean()) {
      instance.page = instance.page < 0 ? ++lastPage : instance.page;
      pages.put(instance.page, KeptNotebook.page(instance));
    }
  }

  @Override
  public void forget(Supervised instance) {
    if (!dead.getAsBoolean()) {
      pages.remove(instance.page);
      gone.add(instance.id.number());
    }
  }

  @Override
  public void listChanged() {}

  @Override
  public void keepPorts(Map<String, List<Primary.Open>> ports) {}

  @Override
  public Journal journal(Supervised instance, StdStream stream) {
    return Journal.NONE;
  }
}
