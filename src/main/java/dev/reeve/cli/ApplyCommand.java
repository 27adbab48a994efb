package dev.reeve.cli;

import dev.reeve.api.Request;
import dev.reeve.cli.ApplyPlan.Step;
import dev.reeve.client.NoAnswer;
import dev.reeve.config.ConfigLoader;
import dev.reeve.model.AppSpec;
import dev.reeve.model.FreshEnv;
import dev.reeve.model.InstanceDetail;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `apply`: brings the list in line with an ecosystem file, and touches nothing else.
record ApplyCommand(Session session, Arguments arguments) {
  private static final int MOST_AT_ONCE = 100;

  int run() throws Failed, NoAnswer {
    var file = arguments.word();
    if (!ConfigLoader.isEcosystemFile(file)) {
      throw Failed.usage(
          "'apply' takes an ecosystem file", "usage: " + arguments.command().usage());
    }
    var pruned = pruned(file);
    var wanted = new Loading(session, arguments).specs(file, "nothing was done");
    var present = Loading.details(session, List.of("all"));
    var steps = ApplyPlan.of(wanted, present, pruned);
    if (arguments.has("dry-run")) {
      session.print(steps.stream().map(ApplyPlan::line).toList());
      return Exits.DONE;
    }
    steps.forEach(step -> session.notices().say(ApplyPlan.line(step)));
    int exit = carryOut(steps, present);
    new Acting(session, arguments).showList();
    return exit;
  }

  /// The path by which what is not in the file any more is known, or null.
  private @Nullable String pruned(String file) throws Failed {
    if (!arguments.has("prune")) {
      return null;
    }
    if (file.equals("-") || arguments.text("only") != null) {
      throw Failed.usage(
          "--prune takes the whole of a file: without --only, and not from standard input",
          "name the file alone, or use 'delete'");
    }
    return session.context().cwd().resolve(file).normalize().toString();
  }

  /// What goes goes first: its port may be another's now. After a failure nothing else is begun.
  private int carryOut(List<Step> steps, List<InstanceDetail> present) throws Failed, NoAnswer {
    var requests = new ArrayList<Request>();
    var gone = numbers(steps, Step.Remove.class, present);
    if (!gone.isEmpty()) {
      requests.add(new Request.Delete(gone));
    }
    var changed = specs(steps, Step.Change.class);
    if (!changed.isEmpty()) {
      int parallel = Math.clamp(arguments.count("parallel", 1), 1, MOST_AT_ONCE);
      requests.add(new Request.Rollout(changed, parallel));
    }
    var fresh = specs(steps, Step.Start.class);
    if (!fresh.isEmpty()) {
      requests.add(new Request.Start(fresh, false));
    }
    for (var spec : specs(steps, Step.Scale.class)) {
      requests.add(new Request.Scale(FreshEnv.key(spec), String.valueOf(spec.instances().count())));
    }
    var down = numbers(steps, Step.Resume.class, present);
    if (!down.isEmpty()) {
      requests.add(new Request.Resume(down));
    }
    var acting = new Acting(session, arguments);
    for (var request : requests) {
      if (acting.act(request) != Exits.DONE) {
        session.notices().error("not all was done; 'apply' again goes on from here");
        return Exits.FAILED;
      }
    }
    return Exits.DONE;
  }

  private static List<AppSpec> specs(List<Step> steps, Class<? extends Step> kind) {
    return steps.stream().filter(kind::isInstance).map(Step::spec).toList();
  }

  private static List<String> numbers(
      List<Step> steps, Class<? extends Step> kind, List<InstanceDetail> present) {
    var chosen = specs(steps, kind).stream().map(FreshEnv::key).toList();
    return present.stream()
        .filter(detail -> chosen.contains(FreshEnv.key(detail.spec())))
        .map(detail -> detail.view().id().toString())
        .toList();
  }
}
