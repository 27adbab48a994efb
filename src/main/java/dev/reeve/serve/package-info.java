/// Static files over HTTP: what the app of `serve` runs, in a process of its own. Nothing here
/// knows of a daemon or a list of apps, and nothing outside of the served folder is ever read.
@org.jspecify.annotations.NullMarked
package dev.reeve.serve;
