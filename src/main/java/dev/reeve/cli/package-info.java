/// The command line: one class a command, from words to requests and from replies to text or JSON.
/// Data goes to standard output and nothing else does; notices go to standard error. What may never
/// enter: the daemon, its rules, or a native call.
@org.jspecify.annotations.NullMarked
package dev.reeve.cli;
