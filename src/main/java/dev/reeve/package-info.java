/// The door: [dev.reeve.Main] picks the program. Nothing else lives here.
@org.jspecify.annotations.NullMarked
package dev.reeve;
