package dev.reeve.daemon;

import dev.reeve.logs.Journal;
import dev.reeve.model.StdStream;
import dev.reeve.store.RunBook;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What a simulated daemon leaves to the next one. A dead daemon writes nothing.
final class SimNotebook implements Notebook {
  private final BooleanSupplier dead;
  private final Map<Integer, RunBook.Page> pages = new TreeMap<>();
  private final Map<Integer, Savings.Saved> list = new TreeMap<>();
  private Supplier<Collection<Supervised>> all = List::of;

  SimNotebook(BooleanSupplier dead) {
    this.dead = dead;
  }

  void of(Supplier<Collection<Supervised>> instances) {
    all = instances;
  }

  List<RunBook.Page> pages() {
    return List.copyOf(pages.values());
  }

  List<Savings.Saved> list() {
    return List.copyOf(list.values());
  }

  @Override
  public void keepList() {
    if (!dead.getAsBoolean()) {
      list.clear();
      for (var each : all.get()) {
        list.put(each.id.number(), new Savings.Saved(each.id, each.slot, each.spec, true));
      }
    }
  }

  @Override
  public void note(Supervised instance) {
    if (!dead.getAsBoolean()) {
      pages.put(instance.id.number(), KeptNotebook.page(instance));
    }
  }

  @Override
  public void forget(Supervised instance) {
    if (!dead.getAsBoolean()) {
      pages.remove(instance.id.number());
    }
  }

  @Override
  public void listChanged() {}

  @Override
  public Journal journal(Supervised instance, StdStream stream) {
    return Journal.NONE;
  }
}
