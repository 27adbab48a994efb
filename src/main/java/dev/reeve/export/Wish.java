package dev.reeve.export;

import dev.reeve.model.AppSpec;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What is wanted: for which platform; `root`, the folder that an image is built from; `out`, the
/// folder that the texts will lie in; the image that all apps are in, null for none; Kubernetes'
/// namespace, null for the usual; the user that systemd runs apps as, null for root.
public record Wish(
    Platform platform,
    Path root,
    Path out,
    @Nullable String image,
    @Nullable String namespace,
    @Nullable String user,
    Programs programs) {

  /// Finds the file that a command's name means to an app.
  public interface Programs {
    @Nullable Path find(AppSpec spec, String name);
  }
}
