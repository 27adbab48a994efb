package dev.reeve.model;

/// The number of an instance within its home, from 0: PM2's `pm_id`.
public record InstanceId(int number) implements Comparable<InstanceId> {
  @Override
  public int compareTo(InstanceId other) {
    return Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return String.valueOf(number);
  }
}
