/// The whole vocabulary of `reeve.sock`: requests, replies, pushes, and their JSON-RPC 2.0
/// notation, one message a line. What may never enter: a socket, or what a request does.
@org.jspecify.annotations.NullMarked
package dev.reeve.api;
