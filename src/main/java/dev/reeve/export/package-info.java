/// The same apps in the words of others: Docker Compose, systemd, Kubernetes. Pure: specs → texts
/// and notes. Nothing here reads a disk, starts a process or knows of a daemon.
@org.jspecify.annotations.NullMarked
package dev.reeve.export;
