package dev.reeve.loop;

/// The order within a turn: signs of life before everything that acts on their absence.
public enum Rank {
  EXIT,
  OUTPUT,
  REQUEST
}
