package dev.reeve.config;

import dev.reeve.model.AppSpec;
import dev.reeve.model.FileServing;
import dev.reeve.model.Problem;
import dev.reeve.model.WrittenApp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The room's door: a word of the command line → specs and problems. The steps are read → merge →
/// defaults → expand → validate, each in a class of its own.
public record ConfigLoader(Surroundings around) {

  /// The names of a file's apps, and what kept them from being known.
  public record Names(List<String> names, List<Problem> problems) {}

  /// Whether a word means an ecosystem file, by its name; any other is a script or a command.
  public static boolean isEcosystemFile(String word) {
    return EcosystemFile.isNamedBy(word);
  }

  /// The apps of an ecosystem file, or the one app of a script, command, or line for a shell.
  public Loaded load(String word, Flags flags) {
    var report = new Report();
    var all = entries(word, flags, report);
    var entries = only(word, all, flags, report);
    var needed = CareRules.needed(all, entries, entry -> nameOf(entry, flags));
    var each = entries.size() > 1 ? nameless(word, flags, report) : flags;
    var specs = new ArrayList<AppSpec>();
    var names = new HashSet<String>();
    for (var entry : Stream.concat(entries.stream(), needed.stream()).toList()) {
      spec(entry, entries.contains(entry) ? each : flags.without("name"), report, report)
          .filter(spec -> isFirst(spec, entry, names, report))
          .ifPresent(specs::add);
    }
    var extra = needed.stream().map(entry -> nameOf(entry, flags)).toList();
    var ordered =
        CareRules.ordered(word, specs, report).stream()
            .collect(Collectors.partitioningBy(spec -> extra.contains(spec.name())));
    return new Loaded(
        ordered.getOrDefault(false, List.of()),
        ordered.getOrDefault(true, List.of()),
        report.problems(),
        report.warnings());
  }

  /// What a file asks for, and what it needs, for a machine that may be another one.
  public Written written(String word, Flags flags) {
    var report = new Report();
    var disk = new Report();
    var all = entries(word, flags, report);
    var entries = only(word, all, flags, report);
    var needed = CareRules.needed(all, entries, entry -> nameOf(entry, flags));
    var apps = new LinkedHashMap<AppSpec, WrittenApp>();
    var names = new HashSet<String>();
    for (var entry : Stream.concat(entries.stream(), needed.stream()).toList()) {
      spec(entry, flags, report, disk)
          .filter(spec -> isFirst(spec, entry, names, report))
          .ifPresent(spec -> apps.put(spec, new WrittenApp(spec, WrittenKeys.of(entry, flags))));
    }
    CareRules.ordered(word, List.copyOf(apps.keySet()), report);
    var warnings = new ArrayList<>(report.warnings());
    warnings.addAll(disk.problems());
    return new Written(List.copyOf(apps.values()), report.problems(), warnings);
  }

  private String nameOf(Entry entry, Flags flags) {
    return Expansion.name(settings(entry, flags.without("name"), new Report()), flags);
  }

  /// The names only: what `stop`, `restart` and `delete` of a file need.
  public Names names(String word, Flags flags) {
    var report = new Report();
    var names =
        only(word, entries(word, flags, report), flags, report).stream()
            .map(entry -> Expansion.name(settings(entry, flags, new Report()), flags))
            .toList();
    return new Names(names, report.problems());
  }

  private static Flags nameless(String word, Flags flags, Report report) {
    if (flags.values().containsKey("name")) {
      report.warning(new Problem(word, "--name", "ignored, as the file holds several apps", null));
    }
    return flags.without("name");
  }

  private List<Entry> entries(String word, Flags flags, Report report) {
    if (!EcosystemFile.isNamedBy(word)) {
      var name = flags.values().get("name") instanceof String text ? text : Program.nameOf(word);
      return List.of(new Entry(null, name, Map.of("script", word), around.cwd()));
    }
    var source = EcosystemFile.read(word, around);
    if (source.problem() != null) {
      report.problem(source.problem());
      return List.of();
    }
    var found = Entries.of(word, folder(word), source.tree());
    found.problems.forEach(report::problem);
    return found.entries;
  }

  private Path folder(String word) {
    var file = around.cwd().resolve(word).normalize();
    var parent = word.equals("-") ? null : file.getParent();
    return parent == null ? around.cwd() : parent;
  }

  private List<Entry> only(String word, List<Entry> entries, Flags flags, Report report) {
    if (flags.only().isEmpty() || !EcosystemFile.isNamedBy(word)) {
      return entries;
    }
    var wanted = new HashSet<>(flags.only());
    var kept = new ArrayList<Entry>();
    for (var entry : entries) {
      var name = nameOf(entry, flags);
      if (flags.only().contains(name) || flags.only().contains(entry.label())) {
        wanted.remove(name);
        wanted.remove(entry.label());
        kept.add(entry);
      }
    }
    for (var missing : flags.only()) {
      if (wanted.contains(missing)) {
        report.problem(
            new Problem(
                word, "--only", "no app is named '" + missing + "'", "it has " + labels(entries)));
      }
    }
    return kept;
  }

  private static String labels(List<Entry> entries) {
    return String.join(", ", entries.stream().map(Entry::label).toList());
  }

  private Settings settings(Entry entry, Flags flags, Report report) {
    return Merge.of(entry, flags, around, report);
  }

  /// What the disk lacks is told to `disk`.
  private Optional<AppSpec> spec(Entry entry, Flags flags, Report report, Report disk) {
    int before = report.problemCount();
    var settings = settings(entry, flags, report);
    boolean scripted = !settings.text("script", "").isBlank();
    if (!scripted && !settings.faulty().contains("script")) {
      report.problem(
          new Problem(
              entry.file(),
              entry.at("script"),
              "is missing",
              "write what to run, such as \"script\": \"app.js\""));
    }
    if (!scripted || settings.faulty().contains("cwd")) {
      return Optional.empty();
    }
    var bare = Expansion.of(settings, entry.base(), flags, around);
    var files = EnvFiles.read(bare.envRules().files(), bare.handed(), bare.as());
    for (var problem : files.problems()) {
      disk.problem(
          new Problem(entry.file(), entry.at("env_file"), problem.message(), problem.hint()));
    }
    var expansion = bare.with(files.variables());
    var env = expansion.environment().merged();
    var commands = new Commands(expansion.cwd().toString(), env);
    var program = program(entry, expansion.cwd(), settings, commands);
    var spec = expansion.spec(program, file(entry));
    cluster(entry, settings, spec, report);
    new Validation(entry, settings, disk).check(spec, program, commands);
    if (settings.faulty().isEmpty()) {
      new CareRules(entry, report).check(spec);
    }
    return report.problemCount() > before ? Optional.empty() : Optional.of(spec);
  }

  /// In a file, `serve` is our own server of static files; a program of that name is `./serve`.
  private Program program(Entry entry, Path cwd, Settings settings, Commands commands) {
    boolean served = entry.file() != null && settings.text("script", "").equals(FileServing.SCRIPT);
    return served ? Program.fileServer(around.launcher()) : Program.of(settings, cwd, commands);
  }

  private @org.jspecify.annotations.Nullable String file(Entry entry) {
    return entry.file() == null || entry.file().equals("-")
        ? null
        : around.cwd().resolve(entry.file()).normalize().toString();
  }

  private static void cluster(Entry entry, Settings settings, AppSpec spec, Report report) {
    if (spec.isCluster() && !spec.start().listen().isEmpty()) {
      report.warning(
          new Problem(
              entry.file(),
              entry.at("listen"),
              "ignored in cluster mode, where the daemon binds what a worker listens at",
              "leave it out, or set exec_mode to fork"));
    }
    boolean asked = settings.text("exec_mode", "").equals("cluster");
    if (asked && !spec.isCluster()) {
      report.warning(
          new Problem(
              entry.file(),
              entry.at("exec_mode"),
              "cluster mode is for Node and Bun: it runs in fork mode",
              "its instances can't share a port"));
    }
  }

  private static boolean isFirst(AppSpec spec, Entry entry, HashSet<String> names, Report report) {
    if (names.add(spec.namespace() + "\n" + spec.name())) {
      return true;
    }
    report.problem(
        new Problem(
            entry.file(),
            entry.at("name"),
            "'" + spec.name() + "' is the name of an earlier app of the file too",
            "give each app a name of its own"));
    return false;
  }
}
