package dev.reeve.real;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// A port for a program that a test starts later. The kernel gives none of these to whoever asks
/// for any (those begin at 32768), and each of the test JVMs that run at once has its own.
public final class FreePort {
  private static final int FIRST = 12_000;
  private static final int COUNT = 20_000;
  private static final int JVMS = 2;
  private static final int TRIES = 100;

  private FreePort() {}

  public static int any() {
    for (int i = 0; i < TRIES; i++) {
      int random = ThreadLocalRandom.current().nextInt(COUNT / JVMS) * JVMS;
      int port = FIRST + random + Integer.getInteger("reeve.fork", 0) % JVMS;
      try (var socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // The next one then.
      }
    }
    throw new IllegalStateException("no port is free");
  }
}
