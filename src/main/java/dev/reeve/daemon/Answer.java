package dev.reeve.daemon;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import java.util.function.Consumer;

/// Where the one reply to a request goes, and what is pushed before or after it.
interface Answer {
  void reply(Reply reply);

  /// Says something beside the reply. A slow asker misses lines, and is told how many.
  void push(Push push);

  /// Runs when the asker is gone.
  void whenGone(Runnable task);

  /// Another's answer, with something to do before and after the reply.
  record Forwarded(Answer to, Runnable before, Consumer<Reply> afterwards) implements Answer {
    @Override
    public void reply(Reply reply) {
      before.run();
      to.reply(reply);
      afterwards.accept(reply);
    }

    @Override
    public void push(Push push) {
      to.push(push);
    }

    @Override
    public void whenGone(Runnable task) {
      to.whenGone(task);
    }
  }

  /// Nobody's: for what the daemon asks of itself; the reply is told to `sink`.
  record Own(Consumer<Reply> sink) implements Answer {
    @Override
    public void reply(Reply reply) {
      sink.accept(reply);
    }

    @Override
    public void push(Push push) {}

    @Override
    public void whenGone(Runnable task) {}
  }
}
