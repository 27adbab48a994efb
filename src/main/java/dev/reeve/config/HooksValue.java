package dev.reeve.config;

import dev.reeve.model.Hook;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The value of `hooks`, as a map of [Hook]s.
final class HooksValue {
  private static final List<String> EVENTS =
      Arrays.stream(Hook.When.values()).map(Hook.When::word).toList();
  private static final List<String> KEYS = List.of("run", "url", "timeout", "limit");

  private HooksValue() {}

  static Reading read(Object raw) {
    var faults = Fields.faults();
    var hooks = new EnumMap<Hook.When, Hook>(Hook.When.class);
    if (raw instanceof Map<?, ?> map) {
      var fields = new Fields(map, "", EVENTS, faults);
      for (var when : Hook.When.values()) {
        var value = fields.value(when.word());
        if (value != null) {
          hooks.put(when, hook(when.word(), value, fields, faults));
        }
      }
    } else {
      faults.add(ValueReader.quoted(raw) + " is not " + Kind.HOOKS.allowed());
    }
    return Fields.reading(hooks, faults, Kind.HOOKS);
  }

  private static Hook hook(String event, Object value, Fields events, List<String> faults) {
    if (!(value instanceof Map<?, ?> map)) {
      return isAddress(value)
          ? webhook(event, value, events)
          : new Hook(events.command(event, value), null, Hook.USUAL_TIMEOUT, Hook.USUAL_PER_MINUTE);
    }
    var fields = new Fields(map, event + ".", KEYS, faults);
    var run = fields.value("run");
    var url = fields.value("url");
    if ((run == null) == (url == null)) {
      events.fault(event, "either run or url is wanted");
    }
    return new Hook(
        run == null ? List.of() : fields.command("run", run),
        url == null ? null : webhook("url", url, fields).url(),
        fields.duration("timeout", Hook.USUAL_TIMEOUT, false),
        fields.count("limit", Hook.USUAL_PER_MINUTE));
  }

  private static boolean isAddress(Object value) {
    return value instanceof String text && text.matches("https?://.*");
  }

  private static Hook webhook(String key, Object value, Fields fields) {
    var text = ValueReader.plain(value);
    try {
      if (!isAddress(value) || URI.create(text).getHost() == null) {
        fields.fault(key, "'" + text + "' is not an address such as https://example.org/hook");
      }
    } catch (IllegalArgumentException malformed) {
      fields.fault(key, "'" + text + "' is not an address: " + malformed.getMessage());
    }
    return new Hook(List.of(), text, Hook.USUAL_TIMEOUT, Hook.USUAL_PER_MINUTE);
  }
}
