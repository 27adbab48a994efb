package dev.reeve.export;

import dev.reeve.model.Dependency;
import dev.reeve.model.Listen;
import dev.reeve.model.WrittenApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Units for systemd: a service an instance, a target that stands for all of an app that has
/// several, a socket for each that an app is given.
record SystemdUnits(List<WrittenApp> apps, Wish wish, List<Note> all) {

  List<Sheet> sheets() {
    var sheets = new ArrayList<Sheet>();
    for (var app : apps) {
      var notes = new Notes(app, Platform.SYSTEMD, all);
      var units = units(app);
      for (int i = 0; i < units.size(); i++) {
        sheets.add(new Sheet(units.get(i), service(app, i, notes)));
      }
      if (units.size() > 1) {
        sheets.add(new Sheet(app.spec().name() + ".target", target(app, units)));
      }
      sheets.addAll(sockets(app));
    }
    return sheets;
  }

  /// The services of an app.
  private static List<String> units(WrittenApp app) {
    var name = app.spec().name();
    int count = app.spec().instances().count();
    return count == 1
        ? List.of(name + ".service")
        : IntStream.range(0, count).mapToObj(i -> name + "@" + i + ".service").toList();
  }

  private String service(WrittenApp app, int slot, Notes notes) {
    var unit = new SystemdService(app, slot, wish, notes);
    var body = unit.body(isCompleted(app));
    var text = new UnitText();
    var order = order(app, notes);
    notes.lines().forEach(text::comment);
    text.section("Unit").line("Description", UnitText.rest(unit.description()));
    order.forEach((key, units) -> text.line(key, String.join(" ", units)));
    unit.limits(text);
    var whole = text.text() + "\n" + body.text();
    return app.spec().start().autostart() ? whole + "\n" + install(app) : whole;
  }

  /// What is not started by itself is wanted by nobody.
  private static String install(WrittenApp app) {
    boolean several = app.spec().instances().count() > 1;
    var wanted = several ? app.spec().name() + ".target" : "multi-user.target";
    return new UnitText().section("Install").line("WantedBy", wanted).text();
  }

  private static String target(WrittenApp app, List<String> units) {
    var text = new UnitText().section("Unit");
    text.line("Description", UnitText.rest(app.spec().name() + ", all instances"));
    text.line("Wants", String.join(" ", units));
    text.section("Install").line("WantedBy", "multi-user.target");
    return text.text();
  }

  /// Whether others wait for its end.
  private boolean isCompleted(WrittenApp app) {
    return apps.stream()
        .flatMap(other -> other.spec().care().dependsOn().stream())
        .anyMatch(needed ->
            needed.app().equals(app.spec().name())
                && needed.condition() == Dependency.Condition.COMPLETED);
  }

  private Map<String, List<String>> order(WrittenApp app, Notes notes) {
    var needed = new ArrayList<String>();
    for (var each : app.spec().care().dependsOn()) {
      var found = apps.stream().filter(o -> o.spec().name().equals(each.app())).toList();
      found.forEach(other -> needed.addAll(units(other)));
      if (found.isEmpty()) {
        notes.say("depends_on", each.app() + " is not among these units: left out");
      } else if (!tells(each, found.getFirst())) {
        notes.say(
            "depends_on",
            "started after "
                + each.app()
                + ", but not waiting for it to be "
                + each.condition().word()
                + ": that takes \"ready\": \"notify\" there");
      }
    }
    var after = new ArrayList<>(needed);
    after.addFirst("network-online.target");
    var order = new java.util.LinkedHashMap<String, List<String>>();
    order.put("After", after);
    order.put("Wants", List.of("network-online.target"));
    if (!needed.isEmpty()) {
      notes.say("depends_on", "who stops what it needs stops it, too");
      order.put("Requires", needed);
    }
    if (app.spec().instances().count() > 1) {
      order.put("PartOf", List.of(app.spec().name() + ".target"));
    }
    return order;
  }

  /// Whether systemd can see what is waited for.
  private static boolean tells(Dependency needed, WrittenApp other) {
    return switch (needed.condition()) {
      case STARTED, COMPLETED -> true;
      case READY -> SystemdService.notifies(other);
      case HEALTHY -> false;
    };
  }

  private static List<Sheet> sockets(WrittenApp app) {
    var sheets = new ArrayList<Sheet>();
    var names = SystemdService.sockets(app);
    for (int i = 0; i < names.size(); i++) {
      var listen = app.spec().sockets().get(i);
      var text = new UnitText().section("Unit");
      text.line("Description", UnitText.rest(app.spec().name() + " at " + listen.place()));
      text.section("Socket")
          .line("ListenStream", UnitText.rest(address(listen)))
          .line("FileDescriptorName", UnitText.rest(listen.name()))
          .line("Service", app.spec().name() + ".service");
      text.section("Install").line("WantedBy", "sockets.target");
      sheets.add(new Sheet(names.get(i), text.text()));
    }
    return sheets;
  }

  private static String address(Listen listen) {
    return switch (listen.kind()) {
      case EVERYWHERE -> listen.port() + "";
      case HOST ->
          (listen.address().contains(":") ? "[" + listen.address() + "]" : listen.address())
              + ":"
              + listen.port();
      case PATH -> listen.address();
      case ABSTRACT -> "@" + listen.address();
    };
  }
}
