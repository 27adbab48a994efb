/// One thread: readiness, one deadline heap, wake-ups, bounded buffers. What may never enter: what
/// an instance or a request is.
@org.jspecify.annotations.NullMarked
package dev.reeve.loop;
