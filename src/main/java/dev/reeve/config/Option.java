package dev.reeve.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One row of the option table: a key of an ecosystem file, its other spellings, its flags, and one
/// line of help. `fallback` is the default, null if there is none or if it depends on other keys.
public record Option(
    String key,
    Kind kind,
    List<String> aliases,
    List<Flag> flags,
    @Nullable Object fallback,
    Support support,
    String help) {
  public Option {
    aliases = List.copyOf(aliases);
    flags = List.copyOf(flags);
  }

  public static Option of(String key, Kind kind, String help) {
    return new Option(key, kind, List.of(), List.of(), null, Support.SUPPORTED, help);
  }

  public Option aliases(String... others) {
    return new Option(key, kind, List.of(others), flags, fallback, support, help);
  }

  public Option flags(Flag... others) {
    return new Option(key, kind, aliases, List.of(others), fallback, support, help);
  }

  Option fallback(Object other) {
    return new Option(key, kind, aliases, flags, other, support, help);
  }

  Option support(Support other) {
    return new Option(key, kind, aliases, flags, fallback, other, help);
  }
}
