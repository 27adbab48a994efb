package dev.reeve.export;

import dev.reeve.model.Hook;
import dev.reeve.model.WrittenApp;
import java.util.List;
import java.util.function.UnaryOperator;

/// The lines that run something: the app, and what its hooks ask for around it.
record SystemdHooks(WrittenApp app, Notes notes, UnaryOperator<List<String>> placed) {

  void addTo(UnitText text, List<String> command) {
    // Only what comes before a run may keep it from starting.
    hook(text, "ExecStartPre", "", Hook.When.PRE_START);
    text.line("ExecStart", UnitText.command(command));
    hook(text, "ExecStartPost", "-", Hook.When.POST_START);
    hook(text, "ExecStop", "-", Hook.When.PRE_STOP);
    hook(text, "ExecStopPost", "-", Hook.When.POST_STOP);
    for (var each : app.spec().care().hooks().entrySet()) {
      switch (each.getKey()) {
        case PRE_START, POST_START, PRE_STOP, POST_STOP -> posted(each.getKey(), each.getValue());
        case ON_CRASH, ON_ERRORED, ON_UNHEALTHY, ON_MEMORY ->
            notes.missing(
                "hooks", each.getKey().word() + ": a unit that OnFailure= names comes near");
      }
    }
  }

  private void hook(UnitText text, String key, String prefix, Hook.When when) {
    var hook = app.spec().care().hooks().get(when);
    if (hook != null && !hook.command().isEmpty()) {
      notes.say("hooks", "commands are given no facts, and the unit's time limits");
      text.line(key, prefix + UnitText.command(placed.apply(hook.command())));
    }
  }

  private void posted(Hook.When when, Hook hook) {
    if (hook.url() != null) {
      notes.missing("hooks", when.word() + " posts to an address: run curl in its place");
    }
  }
}
