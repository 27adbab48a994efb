/// The bench: Reeve beside npm's PM2 and Debian's supervisord, the same work in one run, as one
/// table. What may never enter: anything of Reeve's own code; it is measured from outside.
@org.jspecify.annotations.NullMarked
package dev.reeve.bench;
