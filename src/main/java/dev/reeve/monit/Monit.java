package dev.reeve.monit;

import dev.reeve.model.Home;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The room's door, and its loop: one queue of events, one view, one screen.
public final class Monit {
  private static final String TERMINAL = "/dev/tty";
  private static final int MAX_EVENTS = 256;
  private static final long FRAME_NS = 33_000_000;
  private static final long SIZE_NS = 500_000_000;

  private final boolean colours;
  private final Guard guard;
  private final Screen screen;
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MAX_EVENTS);
  private final Watch watch;
  private final LogFeed feed;
  private final Actions actions;
  private View view;
  private boolean over;

  private Monit(Home home, boolean colours, Guard guard, Screen screen) {
    this.colours = colours;
    this.guard = guard;
    this.screen = screen;
    this.watch = new Watch(home, events);
    this.feed = new LogFeed(home, events);
    this.actions = new Actions(home, events, watch::hurry);
    this.view = View.start(Size.LEAST, System.currentTimeMillis());
  }

  /// Runs until the user leaves, and then says 0. The terminal is given back however it ends. No
  /// daemon is started.
  public static int run(Home home, boolean colours) throws IOException {
    try (var keys = new FileInputStream(TERMINAL);
        var terminal = new FileOutputStream(TERMINAL)) {
      var guard = new Guard();
      var screen = new Screen(terminal);
      var hook = new Thread(() -> giveBack(screen, guard), "give-back");
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        new Monit(home, colours, guard, screen).live(keys);
        return 0;
      } finally {
        leave(hook);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /// When a signal ends us, the hook has run already, and the exit code is not ours to say.
  private static void leave(Thread hook) throws InterruptedException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException signalled) {
      new CountDownLatch(1).await();
    }
    hook.start();
    hook.join();
  }

  private static void giveBack(Screen screen, Guard guard) {
    screen.close();
    guard.close();
  }

  private void live(FileInputStream keys) throws IOException, InterruptedException {
    var size = guard.nextSize();
    if (size == null) {
      throw new IOException("stty can't set " + TERMINAL);
    }
    view = view.with(size);
    start("watch", watch);
    start("feed", feed);
    start("keys", new Keyboard(keys, events));
    start("size", this::tellSizes);
    long frameNs = System.nanoTime();
    long sizeNs = frameNs + SIZE_NS;
    while (!over) {
      screen.draw(Render.frame(view, colours));
      frameNs = System.nanoTime() + FRAME_NS;
      onEvents(Math.max(0, sizeNs - System.nanoTime()));
      while (!over && System.nanoTime() < frameNs) {
        onEvents(frameNs - System.nanoTime());
      }
      if (System.nanoTime() >= sizeNs) {
        guard.askSize();
        sizeNs = System.nanoTime() + SIZE_NS;
      }
    }
  }

  private static void start(String name, Runnable work) {
    Thread.ofPlatform().daemon().name(name).start(work);
  }

  /// Only changes are told. The keyboard says when the terminal is gone.
  private void tellSizes() {
    try {
      Size told = null;
      for (var size = guard.nextSize(); size != null; size = guard.nextSize()) {
        if (!size.equals(told)) {
          events.put(new Event.Resized(size));
          told = size;
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits at most so long for an event, and takes all that are there.
  private void onEvents(long waitNs) throws InterruptedException {
    var first = events.poll(waitNs, TimeUnit.NANOSECONDS);
    if (first == null) {
      return;
    }
    var all = new ArrayList<Event>();
    all.add(first);
    events.drainTo(all);
    for (var event : all) {
      var step = Update.apply(view, event);
      view = step.view();
      step.effects().forEach(this::onEffect);
    }
  }

  private void onEffect(Effect effect) {
    switch (effect) {
      case Effect.Attend(var id) -> {
        watch.attend(id);
        feed.follow(id);
      }
      case Effect.Act act -> actions.begin(act);
      case Effect.Redraw() -> screen.forget();
      case Effect.Quit() -> over = true;
    }
  }
}
