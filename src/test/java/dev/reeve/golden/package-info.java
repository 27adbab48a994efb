/// Golden files: text that a reviewer reads as a diff.
package dev.reeve.golden;
