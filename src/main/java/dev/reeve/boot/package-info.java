/// Bringing Reeve up with the machine: units for init systems, and their way into the system. What
/// may never enter: the daemon, its socket, or what a saved list holds.
@org.jspecify.annotations.NullMarked
package dev.reeve.boot;
