package dev.reeve;

/// Picks the program; the only class that knows both sides.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println(Build.ID + args.length);
  }
}
