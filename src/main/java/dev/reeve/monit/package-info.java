/// The terminal dashboard: `Update` and `Render` are pure functions over records; `Screen`,
/// `Watch`, `LogFeed` and `Actions` are the thin shell that feeds events in and carries effects
/// out. What may never enter: a rule about apps, or a question to the daemon outside of the shell.
@org.jspecify.annotations.NullMarked
package dev.reeve.monit;
