package dev.reeve.daemon;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.lifecycle.Input;
import dev.reeve.model.AppSpec;
import dev.reeve.pm2.Pm2List;
import dev.reeve.store.SavedList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// What each request does. Every request gets exactly one reply.
final class Commands {
  private final Supervisor supervisor;
  private final Sampler sampler;
  private final Keeping keeping;
  private final Identity identity;
  private final Apps apps;
  private final AtOnce atOnce;
  private final StandardInput standardInput;
  private final Following following;
  private final Triggering triggering;
  private final Reloads reloads;
  private final List<Batch> batches = new ArrayList<>();
  private Updates updates =
      (_, _, answer) ->
          answer.reply(new Reply.Refused("this daemon can't be updated in place", null));
  private boolean ending;
  private boolean keepsApps;

  /// Who makes another version of this daemon, as [Upgrade] does.
  interface Updates {
    void begin(String launcher, BooleanSupplier idle, Answer answer);
  }

  void updatedBy(Updates other) {
    updates = other;
  }

  /// Who this daemon is.
  record Identity(String version, String build, int pid) {}

  Commands(Supervisor supervisor, Sampler sampler, SavedList savedList, Identity identity) {
    this.supervisor = supervisor;
    this.sampler = sampler;
    this.keeping = new Keeping(supervisor, savedList);
    this.identity = identity;
    this.apps = new Apps(supervisor);
    this.atOnce = new AtOnce(supervisor);
    this.standardInput = new StandardInput(supervisor.kernel());
    this.following = new Following(supervisor);
    this.triggering = new Triggering(supervisor);
    this.reloads = new Reloads(supervisor);
    supervisor.loop().afterEachTurn(this::advance);
  }

  /// Begins what a request asks for. What it did is in the log before the reply is sent.
  void handle(Request request, Answer asker) {
    var answer = changes(request) ? changing(asker) : answering(asker);
    if (ending && !(request instanceof Request.Ping)) {
      answer.reply(new Reply.Refused("the daemon is ending", "try again in a moment"));
      return;
    }
    switch (request) {
      case Request.Ping _ -> answer.reply(pong());
      case Request.Listing _ -> answer.reply(views());
      case Request.Pm2Listing _ -> answer.reply(pm2List());
      case Request.Describe(var targets) -> onChosen(targets, answer, this::describe);
      case Request.Start(var specs, boolean restartKnown) ->
          inOrder(specs, answer, () -> start(specs, restartKnown, answer));
      case Request.Resume(var targets) -> begin(targets, new Input.Start(), answer);
      case Request.Stop(var targets) -> begin(targets, new Input.Stop(), answer);
      case Request.Restart restart -> restart(restart, answer);
      case Request.Reload reload -> reload(reload, answer);
      case Request.Rollout(var specs, int parallel) -> rollout(specs, parallel, answer);
      case Request.Scale(var name, var amount) -> scale(name, amount, answer);
      case Request.Delete(var targets) -> delete(targets, answer);
      case Request.Reset(var targets) -> tell(targets, answer, atOnce::reset);
      case Request.Adjust adjust -> adjust(adjust, answer);
      case Request.Respec respec -> answer.reply(atOnce.respec(respec));
      case Request.SendSignal(var name, var targets) -> signal(name, targets, answer);
      case Request.SendInput(var text, var targets) -> input(text, targets, answer);
      case Request.Trigger trigger -> trigger(trigger, answer);
      case Request.Flush(var targets) -> tell(targets, answer, atOnce::flush);
      case Request.Save(boolean force) -> keeping.save(force, answer);
      case Request.Resurrect _ -> keeping.resurrect(answer, saved -> restore(saved, answer));
      case Request.Import(var all) -> restore(Savings.readOfPm2(all, supervisor.home()), answer);
      case Request.Follow follow -> following.begin(follow, answer);
      case Request.Settings _ -> answer.reply(settings().all());
      case Request.Configure(var changes) -> answer.reply(settings().configure(changes));
      case Request.Preset preset -> answer.reply(settings().preset(preset));
      case Request.ReloadLogs _ -> answer.reply(atOnce.reloadLogs());
      case Request.Update(var launcher) -> updates.begin(launcher, () -> unanswered() == 0, answer);
      case Request.Kill(boolean keepApps) when keepApps -> leaveApps(answer);
      case Request.Kill _ -> end(answer);
    }
  }

  private void rollout(List<AppSpec> specs, int parallel, Answer answer) {
    inOrder(specs, answer, () -> reloads.begin(apps.rollout(specs, parallel), answer));
  }

  private ModuleSettings settings() {
    return supervisor.logCare().settings();
  }

  private void delete(List<String> targets, Answer answer) {
    begin(targets, new Input.Delete(), keeping.deleting(answer));
  }

  private void adjust(Request.Adjust adjust, Answer answer) {
    tell(adjust.targets(), answer, chosen -> atOnce.adjust(adjust.adjustment(), chosen));
  }

  private void signal(String name, List<String> targets, Answer answer) {
    tell(targets, answer, chosen -> atOnce.signal(name, chosen));
  }

  private void input(String text, List<String> targets, Answer answer) {
    tell(targets, answer, chosen -> standardInput.send(text, chosen));
  }

  private void trigger(Request.Trigger trigger, Answer answer) {
    onChosen(trigger.targets(), answer, (chosen, to) -> triggering.begin(trigger, chosen, to));
  }

  private Answer answering(Answer asker) {
    return new Answer.Forwarded(asker, supervisor.log()::flush, _ -> {});
  }

  /// To a request of the user's after which the list may be another.
  private Answer changing(Answer asker) {
    keeping.before();
    keeping.after();
    return new Answer.Forwarded(asker, supervisor.log()::flush, _ -> keeping.after());
  }

  private static boolean changes(Request request) {
    return switch (request) {
      case Request.Start _,
          Request.Resume _,
          Request.Stop _,
          Request.Restart _,
          Request.Reload _,
          Request.Rollout _,
          Request.Scale _,
          Request.Import _,
          Request.Adjust _,
          Request.Respec _,
          Request.Delete _ ->
          true;
      case Request.Ping _,
          Request.Listing _,
          Request.Pm2Listing _,
          Request.Describe _,
          Request.Reset _,
          Request.SendSignal _,
          Request.SendInput _,
          Request.Trigger _,
          Request.Flush _,
          Request.Save _,
          Request.Resurrect _,
          Request.Follow _,
          Request.Settings _,
          Request.Configure _,
          Request.Preset _,
          Request.ReloadLogs _,
          Request.Update _,
          Request.Kill _ ->
          false;
    };
  }

  private Reply pong() {
    return new Reply.Pong(
        identity.version,
        identity.build,
        identity.pid,
        supervisor.home().root().toString(),
        supervisor.log().faults());
  }

  private Reply views() {
    sampler.refresh();
    return new Reply.Views(supervisor.all().stream().map(Snapshots::view).toList());
  }

  private Reply pm2List() {
    sampler.refresh();
    var all = List.copyOf(supervisor.all());
    return new Reply.Text(Pm2List.of(all, each -> Snapshots.detail(each, List.of())));
  }

  private interface OnChosen {
    void run(List<Supervised> chosen, Answer answer);
  }

  private void onChosen(List<String> targets, Answer answer, OnChosen action) {
    var meant = targets.contains("all") ? Savings.apps(supervisor.all()) : supervisor.all();
    switch (Targets.choose(targets, meant)) {
      case Targets.Choice.Nothing(var message, var hint) ->
          answer.reply(new Reply.Refused(message, hint));
      case Targets.Choice.Chosen(var instances) -> action.run(instances, answer);
    }
  }

  private void tell(List<String> targets, Answer answer, Function<List<Supervised>, Reply> action) {
    onChosen(targets, answer, (chosen, to) -> to.reply(action.apply(chosen)));
  }

  private void describe(List<Supervised> chosen, Answer answer) {
    sampler.refresh();
    var trees = supervisor.runs().look(false);
    answer.reply(
        new Reply.Details(
            chosen.stream()
                .map(each -> Snapshots.detail(each, trees.getOrDefault(each, List.of())))
                .toList()));
  }

  private void begin(List<String> targets, Input input, Answer answer) {
    onChosen(targets, answer, (chosen, to) -> begin(input, chosen, List.of(), to));
  }

  private void begin(
      Input input, List<Supervised> instances, List<Reply.Outcome> known, Answer answer) {
    reloads.cancel(instances);
    var batch = new Batch(supervisor, input, instances, known, answer);
    if (!batch.advance()) {
      batches.add(batch);
      hurry(batch);
    }
  }

  /// Gives some instances an input, and answers when all have settled.
  void carryOut(Input input, List<Supervised> instances, Answer asker) {
    if (ending) {
      asker.reply(new Reply.Refused("the daemon is ending", "try again in a moment"));
      return;
    }
    begin(input, instances, List.of(), changing(asker));
  }

  private void advance() {
    reloads.advance();
    batches.removeIf(Batch::advance);
    batches.forEach(this::hurry);
  }

  private void hurry(Batch batch) {
    if (batch.hurries()) {
      supervisor.loop().post(() -> {});
    }
  }

  private void inOrder(List<AppSpec> specs, Answer answer, Runnable action) {
    var refusal = apps.outOfOrder(specs);
    if (refusal == null) {
      action.run();
    } else {
      answer.reply(refusal);
    }
  }

  private void start(List<AppSpec> specs, boolean restartKnown, Answer answer) {
    var plan = apps.plan(specs, restartKnown);
    for (var superfluous : plan.superfluous()) {
      supervisor.apply(superfluous, new Input.Delete());
    }
    begin(new Input.Restart(), plan.toStart(), plan.known(), answer);
  }

  private void restart(Request.Restart restart, Answer answer) {
    onChosen(
        restart.targets(),
        answer,
        (chosen, to) -> {
          var env = restart.env();
          if (env != null) {
            chosen.forEach(each -> supervisor.respec(each, env.over(each.spec)));
          }
          begin(new Input.Restart(), chosen, List.of(), to);
        });
  }

  private void reload(Request.Reload reload, Answer answer) {
    onChosen(
        reload.targets(),
        answer,
        (chosen, to) -> {
          var env = reload.env();
          var wishes =
              chosen.stream()
                  .map(each ->
                      new Replacement.Wish(each, env == null ? each.spec : env.over(each.spec)))
                  .toList();
          reloads.begin(new Reload.Plan(wishes, List.of(), reload.parallel()), to);
        });
  }

  /// Reloads some instances, each to its own spec or another, and answers when that is over.
  void reload(List<Replacement.Wish> wishes, Answer asker) {
    reloads.begin(new Reload.Plan(wishes, List.of(), 1), changing(asker));
  }

  private void scale(String name, String amount, Answer answer) {
    switch (apps.scale(name, amount)) {
      case Apps.Scaling.Refused(var message, var hint) ->
          answer.reply(new Reply.Refused(message, hint));
      case Apps.Scaling.More(var added) -> begin(new Input.Start(), added, List.of(), answer);
      case Apps.Scaling.Fewer(var superfluous) ->
          begin(new Input.Retire(), superfluous, List.of(), answer);
    }
  }

  private void restore(List<Savings.Saved> saved, Answer answer) {
    begin(new Input.Start(), apps.restore(saved), List.of(), answer);
  }

  /// Stops everything and then the loop; the reply comes in between.
  void end(Answer answer) {
    if (!ending) {
      keeping.end();
    }
    ending = true;
    batches.forEach(Batch::abandon);
    reloads.abandon();
    var all = List.copyOf(supervisor.everyone());
    var last =
        new Answer.Forwarded(
            answer,
            () -> {},
            _ -> {
              supervisor.log().say("ends, everything is stopped");
              supervisor.attendants().finish(supervisor.loop()::stop);
            });
    begin(new Input.Stop(), all, List.of(), last);
  }

  /// What is to be saved is saved now: this daemon is about to be another one.
  void keepNow() {
    keeping.end();
  }

  /// Ends the loop and nothing else: the next daemon takes over.
  private void leaveApps(Answer answer) {
    ending = true;
    keepsApps = true;
    batches.forEach(Batch::abandon);
    reloads.abandon();
    answer.reply(AtOnce.done(List.copyOf(supervisor.all()), "is left as it is"));
    supervisor.attendants().errands().end();
    keeping.end();
    supervisor.log().say("ends, its apps run on");
    supervisor.loop().stop();
  }

  /// Whether it ends without having stopped its apps.
  boolean keepsApps() {
    return keepsApps;
  }

  /// Whether it is on its way out.
  boolean ending() {
    return ending;
  }

  boolean reloading() {
    return reloads.size() > 0;
  }

  /// How many commands are not answered yet.
  int unanswered() {
    return batches.size() + reloads.size();
  }
}
