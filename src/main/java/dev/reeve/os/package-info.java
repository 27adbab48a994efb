/// The port to the operating system: processes, pipes, sockets, readiness, time. What may never
/// enter: native code (that is `os.linux`), or what a process is good for.
@org.jspecify.annotations.NullMarked
package dev.reeve.os;
