package dev.reeve.cli;

/// A word that a shell may complete to, and what it means.
record Suggestion(String word, String help) {}
