package dev.reeve.monit;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;

/// Reads keys until the terminal is gone.
record Keyboard(InputStream terminal, BlockingQueue<Event> events) implements Runnable {
  private static final int CHUNK_BYTES = 256;

  @Override
  public void run() {
    var decoder = new KeyDecoder();
    var chunk = new byte[CHUNK_BYTES];
    try {
      for (int read = terminal.read(chunk); read > 0; read = terminal.read(chunk)) {
        for (var key : decoder.feed(chunk, read, terminal.available() > 0)) {
          events.put(new Event.Pressed(key));
        }
      }
      events.put(new Event.TerminalGone());
    } catch (IOException gone) {
      events.offer(new Event.TerminalGone());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
