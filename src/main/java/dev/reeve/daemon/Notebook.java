package dev.reeve.daemon;

import dev.reeve.logs.Journal;
import dev.reeve.model.StdStream;
import dev.reeve.node.Primary;
import java.util.List;
import java.util.Map;

/// Where the next daemon finds what it needs if this one is killed.
interface Notebook {
  /// Called before a spawn: a run whose instance is not in the list would not be found.
  void keepList();

  /// Called before and after each spawn, and after each step of the rules.
  void note(Supervised instance);

  /// The instance is off the list.
  void forget(Supervised instance);

  /// An instance has come or has a new spec.
  void listChanged();

  /// What the clusters of all apps listen at.
  void keepPorts(Map<String, List<Primary.Open>> ports);

  /// A run writes to a pipe from now on, of which we have the reading end.
  default void keepPipe(String name, int fd) {}

  /// That pipe has been read to its end.
  default void forgetPipe(String name) {}

  /// For the log writes of one stream.
  Journal journal(Supervised instance, StdStream stream);

  /// Nothing is kept.
  Notebook NONE =
      new Notebook() {
        @Override
        public void keepList() {}

        @Override
        public void note(Supervised instance) {}

        @Override
        public void forget(Supervised instance) {}

        @Override
        public void listChanged() {}

        @Override
        public void keepPorts(Map<String, List<Primary.Open>> ports) {}

        @Override
        public Journal journal(Supervised instance, StdStream stream) {
          return Journal.NONE;
        }
      };
}
