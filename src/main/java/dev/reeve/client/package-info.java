/// The blocking client of `reeve.sock`: every call has a deadline and says why it failed; starts
/// the daemon when there is none. What may never enter: what a command prints, or what the daemon
/// does.
@org.jspecify.annotations.NullMarked
package dev.reeve.client;
