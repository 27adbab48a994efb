package dev.reeve.daemon;

import dev.reeve.model.InstanceId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How PM2's client names instances in its calls.
final class RpcNames {
  private static final int MOST_DIGITS = 9;

  private final Supervisor supervisor;

  RpcNames(Supervisor supervisor) {
    this.supervisor = supervisor;
  }

  /// By a number, or by a number as text.
  Optional<Supervised> find(@Nullable Object id) {
    var text = String.valueOf(id);
    boolean number = text.length() <= MOST_DIGITS && text.matches("\\d+");
    return number ? supervisor.find(new InstanceId(Integer.parseInt(text))) : Optional.empty();
  }

  List<Supervised> named(String name) {
    return supervisor.all().stream().filter(each -> each.spec.name().equals(name)).toList();
  }

  /// By the name of an app or of a namespace, or `all`.
  List<Supervised> among(String word) {
    return supervisor.all().stream()
        .filter(each ->
            word.equals("all")
                || word.equals(each.spec.name())
                || word.equals(each.spec.namespace()))
        .toList();
  }
}
