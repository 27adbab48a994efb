/// What apps write: bytes → lines → stamps or JSON → files. What may never enter: why an app runs
/// or does not.
@org.jspecify.annotations.NullMarked
package dev.reeve.logs;
