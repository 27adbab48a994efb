package dev.reeve.daemon;

import dev.reeve.loop.Deadlines;
import dev.reeve.loop.Loop;
import dev.reeve.loop.Rank;
import dev.reeve.os.Errno;
import dev.reeve.os.Kernel;
import dev.reeve.os.Place;
import dev.reeve.os.Readiness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/// Asks a program over a socket of the loop's own whether it is well: whether it takes a
/// connection, and what the first line of its answer is. HTTP is spoken as far as the status line
/// goes.
final class NetProbe {
  private static final int LONGEST_LINE = 512;

  private final Loop loop;
  private final Kernel kernel;
  private final Question question;
  private final Consumer<Answer> whenDone;
  private final ArrayDeque<Place> places;
  private final Runnable timer = this::onLate;
  private final byte[] buffer = new byte[LONGEST_LINE];
  private int length;
  private int fd = -1;
  private boolean asked;

  /// `places` are tried one after the other; `request` is sent to the first that takes it, empty
  /// when the connection itself is the answer.
  record Question(List<Place> places, String request, long limitNs) {}

  record Answer(boolean well, String said) {}

  NetProbe(Loop loop, Kernel kernel, Question question, Consumer<Answer> whenDone) {
    this.loop = loop;
    this.kernel = kernel;
    this.question = question;
    this.whenDone = whenDone;
    this.places = new ArrayDeque<>(question.places);
  }

  void begin() {
    loop.arm(timer, loop.nowNs() + question.limitNs);
    connect("there is no address to ask");
  }

  /// Ends it without an answer.
  void cancel() {
    loop.arm(timer, Deadlines.NEVER);
    close();
  }

  private void connect(String fault) {
    var place = places.poll();
    if (place == null) {
      end(false, fault);
      return;
    }
    fd = kernel.connect(place);
    if (fd < 0) {
      connect(place + ": " + Errno.sentence(-fd));
      return;
    }
    loop.watch(fd, Readiness.WRITE, Rank.REQUEST, (_, _, _) -> onReady(place));
  }

  private void onReady(Place place) {
    if (asked) {
      read();
      return;
    }
    int result = kernel.connected(fd);
    if (result < 0) {
      close();
      connect(place + ": " + Errno.sentence(-result));
    } else if (question.request.isEmpty()) {
      end(true, "takes connections");
    } else {
      ask();
    }
  }

  private void ask() {
    var bytes = question.request.getBytes(StandardCharsets.ISO_8859_1);
    int written = kernel.send(fd, bytes, 0, bytes.length);
    if (written < bytes.length) {
      end(false, "took the connection, but no request");
      return;
    }
    asked = true;
    loop.interest(fd, Readiness.READ);
  }

  private void read() {
    int got = kernel.receive(fd, buffer, length, buffer.length - length);
    if (got == -Errno.EAGAIN) {
      return;
    }
    length += Math.max(0, got);
    var text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    int lineEnd = text.indexOf('\n');
    if (lineEnd >= 0) {
      judge(text.substring(0, lineEnd).strip());
    } else if (got <= 0) {
      end(false, "closed the connection without an answer");
    } else if (length == buffer.length) {
      end(false, "did not answer in HTTP");
    }
  }

  private void judge(String line) {
    var words = line.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/")) {
      end(false, "did not answer in HTTP");
      return;
    }
    end(words[1].matches("[23]\\d\\d"), "answered " + words[1]);
  }

  private void onLate() {
    end(false, "no answer within " + question.limitNs / 1_000_000 + " ms");
  }

  private void end(boolean well, String said) {
    cancel();
    whenDone.accept(new Answer(well, said));
  }

  private void close() {
    if (fd >= 0) {
      loop.unwatch(fd);
      kernel.close(fd);
      fd = -1;
    }
  }
}
