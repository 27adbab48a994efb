/// The shell around the rules: holds the instances, feeds inputs to the lifecycle, carries out
/// effects, publishes events, answers requests. What may never enter: a rule about what an instance
/// does next.
@org.jspecify.annotations.NullMarked
package dev.reeve.daemon;
