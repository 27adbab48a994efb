package dev.reeve.model;

import org.jspecify.annotations.Nullable;

/// As whom an app runs: a user, a group, or both, each by name or number. Looked up anew at every
/// spawn (see [Accounts]).
public record RunAs(@Nullable String user, @Nullable String group) {}
