package dev.reeve.model;

import org.jspecify.annotations.Nullable;

/// A snapshot of one instance, small enough for a list of a thousand. `pid` is 0 without a run,
/// `startedAtMs` and `createdAtMs` are wall time in ms since 1970 (0: never), `cpuPercent` is of
/// one core, `rssBytes` is of the run's whole tree. `note` says in a few words what the status
/// cannot.
public record InstanceView(
    InstanceId id,
    String name,
    String namespace,
    int slot,
    AppSpec.ExecMode mode,
    Status status,
    @Nullable String note,
    int pid,
    long startedAtMs,
    long createdAtMs,
    int restarts,
    int unstable,
    double cpuPercent,
    long rssBytes,
    String user,
    @Nullable String version,
    Health health,
    boolean watching,
    boolean module) {}
