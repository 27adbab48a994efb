package dev.reeve.term;

/// A column of a table. `roomy` is its width where there is room to spare; `rank` says when it goes
/// as room gets short: the highest first, 0 never. A column of rank 0 is cut when all others are
/// gone.
public record Column(String title, int roomy, int rank) {}
