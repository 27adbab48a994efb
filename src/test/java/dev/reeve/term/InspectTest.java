package dev.reeve.term;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The notation of `util.inspect`, compared with Node itself.
class InspectTest {
  private static final List<String> TREES =
      List.of(
          "[]",
          "{}",
          "[{\"pid\":1,\"name\":\"a\",\"monit\":{\"memory\":54050816,\"cpu\":0.5}}]",
          "{\"a\":{\"b\":{\"c\":{}}}}",
          "{\"a\":{\"b\":{\"c\":{\"d\":1}}}}",
          "{\"args\":[\"x\",\"y z\",\"it's\",\"\\\"q\\\" it's\"]"
              + ",\"n\":null,\"t\":true,\"key-1\":-1.5}",
          "{\"1a\":\"tab\\tnl\\n\",\"esc\":\"\\u001b[1m\",\"back\\\\slash\":\"\\\\\"}",
          "[{\"a\":[{\"action_name\":\"km:heapdump\",\"action_type\":\"internal\",\"arity\":2}]}]",
          "{\"long\":\"a first line that is fairly long"
              + "\\nand a second line that is longer\\nend\"}",
          "{\"p\":{\"env\":{\"A\":\"b\"},\"z\":1},\"q\":{\"r\":{\"s\":{\"t\":[]}}}}");

  @TempDir Path folder;

  @Test
  void trees_look_as_node_shows_them() throws Exception {
    var mine = new StringBuilder();
    for (var tree : TREES) {
      mine.append(Inspect.of(Json.parse(tree))).append('\n');
    }

    assertThat(mine.toString()).isEqualTo(nodes());
  }

  private String nodes() throws Exception {
    var script = folder.resolve("show.js");
    var trees = "[" + String.join(",", TREES) + "]";
    Files.writeString(
        script,
        "for (const t of " + trees + ") console.log(require('util').inspect(t, {depth: null}))");
    var out = folder.resolve("out").toFile();
    var node = new ProcessBuilder("node", script.toString()).redirectOutput(out).start();
    assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(out.toPath(), StandardCharsets.UTF_8);
  }
}
