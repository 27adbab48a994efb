package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Request;
import dev.reeve.client.Connection;
import dev.reeve.os.linux.NotifySocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What an init system that speaks systemd's protocol is told, word by word.
class NotifyIT {
  private final RealHome real = new RealHome();

  @AfterEach
  void end() throws Exception {
    real.close();
  }

  @Test
  void it_says_that_it_is_up_alive_reloads_and_ends() throws Exception {
    var name = "@reeve-test-" + ProcessHandle.current().pid();
    var socket = new NotifySocket(name);
    var builder =
        new ProcessBuilder(RealHome.LAUNCHER.toString(), "daemon", "--foreground", "--resurrect");
    builder.environment().put("REEVE_HOME", real.home().root().toString());
    builder.environment().put("NOTIFY_SOCKET", name);
    builder.environment().put("WATCHDOG_USEC", "4000000");
    var daemon =
        builder
            .redirectErrorStream(true)
            .redirectOutput(real.folder().resolve("daemon.out").toFile())
            .start();
    assertThat(socket.receive()).startsWith("EXTEND_TIMEOUT_USEC=");
    assertThat(socket.until("READY=1")).isEqualTo("READY=1\nSTATUS=0 apps, 0 online");
    assertThat(socket.until("WATCHDOG=1")).isEqualTo("WATCHDOG=1");

    real.startShell(RealHome.App.of("app", "exec sleep 1000"));
    assertThat(socket.until("STATUS=1 app, ")).isNotEmpty();
    try (var connection = Connection.open(real.home())) {
      connection.call(new Request.Reload(List.of("app"), null, 1), Duration.ofSeconds(60));
    }
    assertThat(socket.until("RELOADING=1"))
        .matches("RELOADING=1\nMONOTONIC_USEC=\\d+\nSTATUS=1 app, .*");
    assertThat(socket.until("READY=1")).startsWith("READY=1\nSTATUS=1 app, ");

    daemon.destroy();
    assertThat(socket.until("STOPPING=1")).startsWith("STOPPING=1\nSTATUS=");
    assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(daemon.exitValue()).as("a signal asks it to end: that is no failure").isZero();
    socket.close();
  }
}
