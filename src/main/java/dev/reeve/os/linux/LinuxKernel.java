package dev.reeve.os.linux;

import dev.reeve.model.Exit;
import dev.reeve.os.AppFiles;
import dev.reeve.os.Credentials;
import dev.reeve.os.Exec;
import dev.reeve.os.Kernel;
import dev.reeve.os.Launch;
import dev.reeve.os.ProcessTable;
import dev.reeve.os.Spawn;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The [Kernel] of Linux 5.4 or later with glibc 2.34 or later. Made and used by one thread.
public final class LinuxKernel implements Kernel, SocketCalls {
  private static final MemorySegment SETSID = Libc.bind("setsid");
  private static final MemorySegment MALLOC_TRIM = Libc.bind("malloc_trim");
  private static final MemorySegment GETPID = Libc.bind("getpid");
  private static final MemorySegment GETUID = Libc.bind("getuid");
  private static final MemorySegment SETPRIORITY = Libc.bind("setpriority");
  private static final MemorySegment FCNTL = Libc.bind("fcntl");
  private static final MemorySegment CLOSE = Libc.bind("close");
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int FIRST_HANDED = 3;
  private static final int LEAST_NUMBER = 64;
  private static final int SIGUSR2 = 12;
  private static final int PRIO_PROCESS = 0;
  private static final int LEAST_URGENT = 19;

  private final Libc libc = new Libc();
  private final List<Integer> handed = new ArrayList<>();
  private final LinuxReadiness readiness;
  private final int userSignal;
  private final Scratch scratch;
  private final LinuxCredentials credentials;
  private final LinuxDescriptors descriptors;
  private final LinuxAppFiles appFiles;
  private final SocketCalls.Parts socketParts;
  private final ProcessTags tags;
  private final LinuxProcesses processes;
  private final ProcFs procFs;
  private @Nullable LinuxFolderWatches folderWatches;

  public LinuxKernel() {
    this(0);
  }

  /// `count` descriptors from 3 on were handed to this process; they are moved out of the way.
  public LinuxKernel(int count) {
    for (int fd = FIRST_HANDED; fd < FIRST_HANDED + count; fd++) {
      handed.add(libc.callInt(FCNTL, fd, F_DUPFD_CLOEXEC, LEAST_NUMBER));
      libc.callInt(CLOSE, fd);
    }
    // First of all: it wants a certain descriptor, and the JVM takes what is free.
    readiness = new LinuxReadiness(libc);
    userSignal = readiness.onSignal(SIGUSR2);
    scratch = new Scratch();
    descriptors = new LinuxDescriptors(libc, scratch);
    credentials = new LinuxCredentials(libc);
    appFiles = new LinuxAppFiles(libc, scratch, credentials);
    tags = new ProcessTags(libc, scratch);
    processes = new LinuxProcesses(descriptors, credentials, tags);
    procFs = new ProcFs(libc, descriptors);
    socketParts =
        new SocketCalls.Parts(
            new LinuxSockets(libc, scratch, descriptors),
            new LinuxListeners(libc, scratch, descriptors, credentials),
            processes,
            procFs);
  }

  /// The descriptors that were handed to this process, in their order; ours to close.
  public List<Integer> handed() {
    return List.copyOf(handed);
  }

  /// Leaves the session of whoever started us: the terminal's signals no longer reach us.
  public void leaveSession() {
    libc.callInt(SETSID);
  }

  /// From now on standard input is empty, and standard output and error go to a file: whoever waits
  /// at their other ends waits no longer. 0 or `-errno`.
  public int detach(String logFile) {
    return descriptors.becomeStandard(logFile);
  }

  /// Gives back to the kernel what the C library has freed but kept, and what is mapped of files
  /// and not in use. Returns the bytes of the second.
  public long trimMemory() {
    libc.callInt(MALLOC_TRIM, 0);
    return new Mappings(libc).letGo();
  }

  public int uid() {
    return libc.callInt(GETUID);
  }

  public Exec exec() {
    return new LinuxExec(descriptors, tags);
  }

  @Override
  public int actingAs(@Nullable Credentials user, IntSupplier task) {
    return credentials.actingAs(user, task);
  }

  @Override
  public AppFiles filesOf(@Nullable Credentials owner) {
    return appFiles.of(owner);
  }

  @Override
  public AppFiles.Source filesElsewhere() {
    var own = new Libc();
    return new LinuxAppFiles(own, new Scratch(), new LinuxCredentials(own));
  }

  @Override
  public long nowNs() {
    return System.nanoTime();
  }

  @Override
  public long wallMs() {
    return System.currentTimeMillis();
  }

  @Override
  public int ownPid() {
    return libc.callInt(GETPID);
  }

  @Override
  public Spawn spawn(Launch launch) {
    return processes.spawn(launch);
  }

  @Override
  public @Nullable Exit reap(int pidfd) {
    return processes.reap(pidfd);
  }

  @Override
  public int openPidfd(int pid) {
    return processes.openPidfd(pid);
  }

  @Override
  public int openPipeOf(int pid, int fd, long inode) {
    return processes.openPipeOf(pid, fd, inode);
  }

  @Override
  public int descriptorOf(int pidfd, int fd) {
    return processes.descriptorOf(pidfd, fd);
  }

  @Override
  public int signal(int pidfd, int signal) {
    return processes.signal(pidfd, signal);
  }

  @Override
  public void census(ProcessTable table, PidFilter skip) {
    procFs.census(table, skip);
  }

  @Override
  public ProcessTable.@Nullable Row row(int pid) {
    return procFs.row(pid);
  }

  @Override
  public int[] orphans() {
    return procFs.orphans();
  }

  @Override
  public long tagOf(int pid) {
    return tags.of(pid);
  }

  @Override
  public @Nullable String environmentOf(int pid, String variable) {
    return procFs.environmentOf(pid, variable);
  }

  /// On Linux a thread has a niceness of its own (`man 2 setpriority`, notes).
  @Override
  public void lowerPriority() {
    new Libc().callInt(SETPRIORITY, PRIO_PROCESS, 0, LEAST_URGENT);
  }

  @Override
  public int read(int fd, byte[] into, int offset, int length) {
    return descriptors.read(fd, into, offset, length);
  }

  @Override
  public int write(int fd, byte[] from, int offset, int length) {
    return descriptors.write(fd, from, offset, length);
  }

  @Override
  public int openAppend(String path) {
    return descriptors.openAppend(path);
  }

  @Override
  public long size(int fd) {
    return descriptors.size(fd);
  }

  @Override
  public int readAt(int fd, long at, byte[] into, int length) {
    return descriptors.readAt(fd, at, into, length);
  }

  @Override
  public int peek(int pipe, byte[] into, int length) {
    return descriptors.peek(pipe, into, length);
  }

  @Override
  public int discard(int pipe, int length) {
    return descriptors.discard(pipe, length);
  }

  @Override
  public int move(int pipe, int file, int length) {
    return descriptors.move(pipe, file, length);
  }

  @Override
  public int writer(int fd) {
    return descriptors.writer(fd);
  }

  @Override
  public int openWhole(String path) {
    return descriptors.openWhole(path);
  }

  @Override
  public long position(int fd) {
    return descriptors.position(fd);
  }

  @Override
  public int truncate(int fd, long size) {
    return descriptors.truncate(fd, size);
  }

  @Override
  public @Nullable FileFacts facts(String path) {
    return descriptors.facts(path);
  }

  @Override
  public int close(int fd) {
    return descriptors.close(fd);
  }

  @Override
  public int receive(int socket, byte[] into, int offset, int length) {
    return descriptors.receive(socket, into, offset, length);
  }

  @Override
  public int send(int socket, byte[] from, int offset, int length) {
    return descriptors.send(socket, from, offset, length);
  }

  @Override
  public int sendWith(int fd, byte[] from, int length, int passed) {
    return descriptors.sendWith(fd, from, length, passed);
  }

  @Override
  public SocketCalls.Parts sockets() {
    return socketParts;
  }

  /// A descriptor that becomes readable whenever this process is sent SIGUSR2, or `-errno` when the
  /// signal is ignored; it is ours, and open for good.
  public int userSignal() {
    return userSignal;
  }

  /// Few apps watch files.
  private LinuxFolderWatches folderWatches() {
    if (folderWatches == null) {
      folderWatches = new LinuxFolderWatches(libc, scratch);
    }
    return folderWatches;
  }

  @Override
  public int watchFolders() {
    return folderWatches().watchFolders();
  }

  @Override
  public int addFolder(int watches, String path, boolean followLink) {
    return folderWatches().addFolder(watches, path, followLink);
  }

  @Override
  public int removeFolder(int watches, int number) {
    return folderWatches().removeFolder(watches, number);
  }

  @Override
  public int watch(int fd, int interest) {
    return readiness.watch(fd, interest);
  }

  @Override
  public int unwatch(int fd) {
    return readiness.unwatch(fd);
  }

  @Override
  public int poll(long timeoutNs, ReadySet ready) {
    return readiness.poll(timeoutNs, ready);
  }

  @Override
  public void limit(long ns) {
    readiness.limit(ns);
  }

  @Override
  public @Nullable String interrupted() {
    return readiness.interrupted();
  }

  @Override
  public void wake() {
    readiness.wake();
  }
}
