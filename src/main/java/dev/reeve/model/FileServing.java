package dev.reeve.model;

/// The app that serves a folder over HTTP: the word by which the launcher starts it, and the
/// variables that it is told by, which are PM2's.
public final class FileServing {
  public static final String PROGRAM = "file-server";

  /// What an ecosystem file writes as `script` for it.
  public static final String SCRIPT = "serve";

  public static final String PATH = "PM2_SERVE_PATH";
  public static final String PORT = "PM2_SERVE_PORT";
  public static final String HOST = "PM2_SERVE_HOST";
  public static final String SPA = "PM2_SERVE_SPA";
  public static final String HOMEPAGE = "PM2_SERVE_HOMEPAGE";
  public static final String LISTING = "PM2_SERVE_FTP";
  public static final String AUTH = "PM2_SERVE_BASIC_AUTH";
  public static final String USERNAME = "PM2_SERVE_BASIC_AUTH_USERNAME";
  public static final String PASSWORD = "PM2_SERVE_BASIC_AUTH_PASSWORD";

  /// Its line of log begins with this once the port is open.
  public static final String UP = "serving ";

  public static final int USUAL_PORT = 8080;
  public static final int LAST_PORT = 65535;

  private FileServing() {}
}
