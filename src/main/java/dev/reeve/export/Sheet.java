package dev.reeve.export;

/// One file that came of it.
public record Sheet(String name, String text) {}
