package dev.reeve.model;

import java.util.Arrays;
import java.util.Optional;

/// PM2's word for a state: what `list` shows and `jlist` prints. Computed in one place, from the
/// lifecycle's state.
public enum Status {
  ONLINE("online"),
  LAUNCHING("launching"),
  STOPPING("stopping"),
  STOPPED("stopped"),
  ERRORED("errored"),
  WAITING_RESTART("waiting restart"),
  ONE_LAUNCH("one-launch-status");

  private final String word;

  Status(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Optional<Status> ofWord(String word) {
    return Arrays.stream(values()).filter(status -> status.word.equals(word)).findFirst();
  }
}
