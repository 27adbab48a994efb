/// Tests with a real daemon and real processes, each in a home of its own.
@org.jspecify.annotations.NullMarked
package dev.reeve.real;
