/// Text for a terminal: colours, display width, tables, human figures, and the notation of Node's
/// `util.inspect`. Text in, text out. What may never enter: a stream, a file, or what an app is.
@org.jspecify.annotations.NullMarked
package dev.reeve.term;
