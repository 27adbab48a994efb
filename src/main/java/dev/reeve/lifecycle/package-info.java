/// The rules, pure: what an instance does when something happens to it. What may never enter: a
/// clock, a thread, a file, a native call, an exception.
@org.jspecify.annotations.NullMarked
package dev.reeve.lifecycle;
