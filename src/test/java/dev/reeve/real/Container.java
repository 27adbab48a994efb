package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// `outside` is the program that has made the namespace; its only child is the first process.
record Container(Process outside, Path out, Path err) {
  Optional<ProcessHandle> first() {
    return outside.children().findFirst();
  }

  void signal(String name) throws Exception {
    var pid = String.valueOf(first().orElseThrow().pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  int exit() throws Exception {
    assertThat(outside.waitFor(60, TimeUnit.SECONDS)).as(Files.readString(err)).isTrue();
    return outside.exitValue();
  }

  String said() throws IOException {
    return Files.readString(out);
  }
}
