/// Node's own protocols: the message channel between a parent and its child. What may never enter:
/// why a run starts or ends, and what a user's message means.
@org.jspecify.annotations.NullMarked
package dev.reeve.node;
