package dev.reeve.fake;

import dev.reeve.os.AppFiles;
import dev.reeve.os.Descriptors.FileFacts;
import dev.reeve.os.Errno;
import org.jspecify.annotations.Nullable;

/// Where there is no disk.
public class NoFiles implements AppFiles {
  @Override
  public int open(String path, How how) {
    return -Errno.EROFS;
  }

  @Override
  public int rename(String path, String name) {
    return -Errno.EROFS;
  }

  @Override
  public int unlink(String path) {
    return -Errno.ENOENT;
  }

  @Override
  public int makeFolder(String path) {
    return -Errno.EROFS;
  }

  @Override
  public @Nullable FileFacts facts(String path) {
    return null;
  }

  @Override
  public @Nullable FileFacts facts(int fd) {
    return null;
  }

  @Override
  public int empty(int fd) {
    return -Errno.EROFS;
  }

  @Override
  public int close(int fd) {
    return 0;
  }
}
