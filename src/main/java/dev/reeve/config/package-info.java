/// Ecosystem file and flags → specs, or problems: read → merge → defaults → expand → validate. The
/// option table stands here as data, and `cli` parses its flags with it. What may never enter: a
/// socket, the daemon, or an exception that leaves the room for what the user got wrong.
@org.jspecify.annotations.NullMarked
package dev.reeve.config;
