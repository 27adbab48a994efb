package dev.reeve.daemon;

import dev.reeve.loop.Loop;
import dev.reeve.os.Errno;
import dev.reeve.os.Kernel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// Datagrams to the init system, in their order. Its socket takes only so many that it has not read
/// yet: the others wait here, so that a slow init system holds nobody up.
final class NotifyQueue {
  static final long PAUSE_NS = Duration.ofMillis(20).toNanos();

  private final Loop loop;
  private final Kernel kernel;
  private final String socket;
  private final Deque<Letter> waiting = new ArrayDeque<>();
  private final Runnable carryOn = this::carryOn;

  /// A message, with a descriptor unless that is negative.
  private record Letter(String text, int fd) {}

  NotifyQueue(Loop loop, Kernel kernel, String socket) {
    this.loop = loop;
    this.kernel = kernel;
    this.socket = socket;
  }

  void send(String text) {
    send(text, -1);
  }

  /// The descriptor stays open until it is sent, or [#withdraw] is asked.
  void send(String text, int fd) {
    waiting.add(new Letter(text, fd));
    if (waiting.size() == 1) {
      carryOn();
    }
  }

  /// What is said again and again: nothing when it waits already.
  void sendOnce(String text) {
    if (waiting.stream().noneMatch(letter -> letter.text.equals(text))) {
      send(text);
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /// Whether such a message still waited; it is not sent any more.
  boolean withdraw(String text) {
    return waiting.removeIf(letter -> letter.text.equals(text));
  }

  private void carryOn() {
    for (var next = waiting.peek(); next != null; next = waiting.peek()) {
      if (post(next) == -Errno.EAGAIN) {
        loop.arm(carryOn, loop.nowNs() + PAUSE_NS);
        return;
      }
      waiting.remove();
    }
  }

  private int post(Letter letter) {
    var message = letter.text.getBytes(StandardCharsets.UTF_8);
    return letter.fd < 0
        ? kernel.sendDatagram(socket, message)
        : kernel.sendDatagramWith(socket, message, letter.fd);
  }
}
