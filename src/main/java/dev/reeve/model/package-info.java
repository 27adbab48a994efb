/// The nouns: records and sealed types that every other room speaks in. What may never enter: a
/// clock, a thread, a file, a socket, or a word of any other room.
@org.jspecify.annotations.NullMarked
package dev.reeve.model;
