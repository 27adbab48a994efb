package dev.reeve.model;

/// Which of its two output streams a line came from.
public enum StdStream {
  OUT("out"),
  ERR("err");

  private final String word;

  StdStream(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
