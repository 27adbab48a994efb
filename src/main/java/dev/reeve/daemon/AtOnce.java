package dev.reeve.daemon;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.lifecycle.Input;
import dev.reeve.model.Adjustment;
import dev.reeve.model.Cron;
import dev.reeve.model.Signal;
import dev.reeve.os.Errno;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Commands for some instances that are over as soon as they are given.
final class AtOnce {
  private final Supervisor supervisor;

  AtOnce(Supervisor supervisor) {
    this.supervisor = supervisor;
  }

  Reply reset(List<Supervised> chosen) {
    chosen.forEach(each -> supervisor.apply(each, new Input.ResetCounts()));
    return done(chosen, "counts are 0");
  }

  static Reply done(List<Supervised> chosen, String message) {
    return new Reply.Done(
        chosen.stream()
            .map(each -> new Reply.Outcome(each.id, each.spec.name(), true, message))
            .toList());
  }

  /// An app is looked after as a whole: so are its instances that were not chosen.
  Reply adjust(Adjustment adjustment, List<Supervised> chosen) {
    if (adjustment.cron() != null
        && !adjustment.cron().isEmpty()
        && Cron.parse(adjustment.cron()).isEmpty()) {
      return new Reply.Refused(
          "'" + adjustment.cron() + "' is no schedule of cron", "write it like this: 0 3 * * *");
    }
    var done = new HashSet<Supervised>();
    for (var first : chosen) {
      var care = first.spec.care().with(adjustment.of(first.spec.care().renewal()));
      for (var each : supervisor.all()) {
        if (each.isOf(first.spec) && done.add(each)) {
          supervisor.respec(each, each.spec.withCare(care));
        }
      }
    }
    return done(chosen, "will be renewed as asked");
  }

  Reply respec(Request.Respec respec) {
    var changed = new ArrayList<Supervised>();
    for (var instance : supervisor.all()) {
      int at = respec.targets().indexOf(instance.id.toString());
      if (at >= 0 && at < respec.specs().size()) {
        supervisor.respec(instance, respec.specs().get(at));
        changed.add(instance);
      }
    }
    return done(changed, "has its options from its next run on");
  }

  Reply signal(String name, List<Supervised> chosen) {
    var signal = Signal.parse(name);
    if (signal.isEmpty()) {
      return new Reply.Refused(
          "'" + name + "' is no signal", "use a name or a number, as in SIGUSR1 or 10");
    }
    return new Reply.Done(
        chosen.stream()
            .map(each -> {
              int result = supervisor.runs().signalMain(each, signal.get());
              var message = result < 0 ? "has no process" : "was sent " + signal.get();
              return new Reply.Outcome(each.id, each.spec.name(), result >= 0, message);
            })
            .toList());
  }

  Reply flush(List<Supervised> chosen) {
    long wallMs = supervisor.kernel().wallMs();
    return new Reply.Done(chosen.stream().map(each -> flush(each, wallMs)).toList());
  }

  private static Reply.Outcome flush(Supervised instance, long wallMs) {
    var message = "logs are empty";
    boolean ok = true;
    for (var file : instance.filesInUse()) {
      int result = file == null ? 0 : file.truncate(wallMs);
      if (file != null && result < 0) {
        ok = false;
        message = file.path() + " cannot be emptied: " + Errno.sentence(-result);
      }
    }
    return new Reply.Outcome(instance.id, instance.spec.name(), ok, message);
  }

  Reply reloadLogs() {
    supervisor.logCare().reopen();
    return done(List.copyOf(supervisor.all()), "its log files are open anew");
  }
}
