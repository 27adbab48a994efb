package dev.reeve.cli;

import dev.reeve.config.Option;
import java.util.List;

/// One command as data. `details` is the rest of its help, `examples` are lines less the program's
/// name; `appOptions` whether it takes the options of the option table too.
record CommandSpec(
    String name,
    List<String> aliases,
    String usage,
    String help,
    String details,
    List<String> examples,
    List<Option> options,
    boolean appOptions) {

  static CommandSpec of(String name, String usage, String help) {
    return new CommandSpec(name, List.of(), usage, help, "", List.of(), List.of(), false);
  }

  CommandSpec aliases(String... others) {
    return new CommandSpec(
        name, List.of(others), usage, help, details, examples, options, appOptions);
  }

  CommandSpec details(String other) {
    return new CommandSpec(name, aliases, usage, help, other, examples, options, appOptions);
  }

  CommandSpec examples(String... others) {
    return new CommandSpec(
        name, aliases, usage, help, details, List.of(others), options, appOptions);
  }

  CommandSpec options(Option... others) {
    return new CommandSpec(
        name, aliases, usage, help, details, examples, List.of(others), appOptions);
  }

  CommandSpec withAppOptions() {
    return new CommandSpec(name, aliases, usage, help, details, examples, options, true);
  }
}
