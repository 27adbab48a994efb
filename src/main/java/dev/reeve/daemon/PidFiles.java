package dev.reeve.daemon;

import dev.reeve.os.AppFiles;
import dev.reeve.os.Errno;
import dev.reeve.os.Kernel;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Where the pid of each instance stands for scripts to read.
interface PidFiles {
  void write(Supervised instance, int pid);

  /// Removes one that is or was of an instance.
  void remove(Supervised instance, String path);

  /// Files. A disk that does not take them is told and otherwise ignored: the list is the truth.
  record OnDisk(Kernel kernel, Consumer<String> trouble) implements PidFiles {
    @Override
    public void write(Supervised instance, int pid) {
      var path = instance.files.pidFile();
      try {
        int written = put(filesOf(instance), path, pid);
        if (written < 0) {
          trouble.accept("pid file " + path + " cannot be written: " + Errno.sentence(-written));
        }
      } catch (InvalidPathException noPath) {
        trouble.accept("pid file " + path + " cannot be written: " + noPath.getMessage());
      }
    }

    private AppFiles filesOf(Supervised instance) {
      return kernel.filesOf(Launches.credentials(instance.spec.command()));
    }

    private int put(AppFiles files, String path, int pid) {
      var folder = Path.of(path).getParent();
      if (folder != null && kernel.facts(folder.toString()) == null) {
        files.makeFolder(folder.toString());
      }
      int fd = files.open(path, AppFiles.How.WRITE);
      if (fd < 0) {
        return fd;
      }
      var facts = files.facts(fd);
      var text = String.valueOf(pid).getBytes(StandardCharsets.US_ASCII);
      int result = facts != null && facts.regular() ? files.empty(fd) : 0;
      result = result < 0 ? result : kernel.write(fd, text, 0, text.length);
      files.close(fd);
      return result;
    }

    @Override
    public void remove(Supervised instance, String path) {
      try {
        int gone = filesOf(instance).unlink(path);
        if (gone < 0 && gone != -Errno.ENOENT) {
          trouble.accept("pid file " + path + " cannot be removed: " + Errno.sentence(-gone));
        }
      } catch (InvalidPathException noPath) {
        trouble.accept("pid file " + path + " cannot be removed: " + noPath.getMessage());
      }
    }
  }
}
