package dev.reeve.config;

import java.util.List;
import java.util.Map;

/// One environment under `deploy` of an ecosystem file: what is put where. `hosts` are as ssh takes
/// them, `sshOptions` the words before them; `hooks` holds the lines for a shell by their key.
public record Deployment(
    String name,
    List<String> hosts,
    List<String> sshOptions,
    Source source,
    String path,
    Map<String, String> hooks,
    Map<String, String> env) {

  /// A repository, and the branch, tag or commit of it.
  public record Source(String repo, String ref) {}

  public Deployment {
    hosts = List.copyOf(hosts);
    sshOptions = List.copyOf(sshOptions);
    hooks = Map.copyOf(hooks);
  }

  /// The line of a hook, empty for none.
  public String hook(String key) {
    return hooks.getOrDefault(key, "");
  }

  /// The same, but for the branch, tag or commit.
  public Deployment at(String ref) {
    return new Deployment(name, hosts, sshOptions, new Source(source.repo, ref), path, hooks, env);
  }
}
