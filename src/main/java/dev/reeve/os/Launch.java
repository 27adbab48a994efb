package dev.reeve.os;

import java.util.List;
import java.util.Map;

/// A process to be: an absolute `executable`, `arguments` with the name first, its whole
/// environment, and the folder it starts in.
public record Launch(
    String executable, List<String> arguments, Map<String, String> environment, String cwd) {}
