/// What outlives the daemon: the home folder, its lock, the saved list. What may never enter: what
/// a spec or an instance means, or a decision.
@org.jspecify.annotations.NullMarked
package dev.reeve.store;
