package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.model.AppSpec;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Status;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files where a command wants to know which apps: an ecosystem file means its apps, a script the
/// instances that run it.
class FilesAsTargetsTest {
  @TempDir Path folder;

  @Test
  void a_file_as_a_target_means_its_apps() throws Exception {
    try (var console = new Console(folder).daemon(Usual::reply).file("app.js", "")) {
      console.file(
          "apps.json", "[{\"name\": \"api\", \"script\": \"app.js\"}, {\"script\": \"b.js\"}]");

      assertThat(console.run("stop", "apps.json", "c").err())
          .contains("apps.json: b is not in the list");
      assertThat(console.run("delete", "apps.json", "--only", "b").exit()).isEqualTo(1);
      console.run("restart", "apps.json", "--only", "api");

      assertThat(console.asked())
          .contains(new Request.Stop(List.of("api", "c")))
          .noneMatch(Request.Delete.class::isInstance);
      assertThat(CommandsTest.started(console)).extracting(AppSpec::name).containsExactly("api");
      assertThat(console.run("stop", "none.json").exit()).isEqualTo(1);
    }
  }

  @Test
  void a_script_as_a_target_means_the_instances_that_run_it() throws Exception {
    var view = Console.view(3, "web", Status.ONLINE, null);
    var detail = running(view, folder.resolve("app.js").toString());
    try (var console =
        new Console(folder)
            .daemon(request ->
                request instanceof Request.Describe
                    ? new Reply.Details(List.of(detail))
                    : Usual.reply(request))) {
      console.file("app.js", "").file("other.js", "").file("api", "");

      assertThat(console.run("stop", "./app.js").exit()).isZero();
      assertThat(console.run("stop", "other.js").err()).contains("no app in the list runs ");
      assertThat(console.run("delete", "api").exit()).isZero();

      assertThat(console.asked())
          .contains(new Request.Stop(List.of("3")))
          .contains(new Request.Delete(List.of("api")));
    }
  }

  private static InstanceDetail running(InstanceView view, String script) {
    var command = new AppSpec.Command(script, List.of(), "node", List.of(), "/");
    return Console.detail(view, command);
  }
}
