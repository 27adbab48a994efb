/// Fakes with a story, for tests of the client's side.
package dev.reeve.fake;
