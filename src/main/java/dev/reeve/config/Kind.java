package dev.reeve.config;

/// What the value of an option is, and so how it is read.
public enum Kind {
  TEXT("a text", "api"),
  PATH("a path", "./logs/api.log"),
  ACCOUNT("a name or a number", "www-data"),
  WORDS("a text or a list of texts", "--port 3000"),
  BOOL("true or false", "true"),
  TREEKILL("true, false or strict", "false"),
  DURATION("milliseconds or a number with ms, s, m, h or d", "3000 or 3s"),
  MEMORY("bytes or a number with K, M or G", "512M"),
  COUNT("a whole number of 0 or more", "16"),
  INSTANCES("a whole number up to 10000, or max", "4"),
  EXIT_CODES("an exit code from 0 to 255 or a list of them", "[0, 143]"),
  DATE_FORMAT("a date in day.js tokens", "'YYYY-MM-DD HH:mm:ss'"),
  MODE("fork or cluster", "fork"),
  SCHEDULE("rr (in turn) or shared (whoever is quickest)", "rr"),
  LOG_TYPE("json or raw", "json"),
  LOG_OVERFLOW("block or drop", "block"),
  LOG_ROTATE(
      "true, false, or an object with max_size, retain, compress, interval, total_size",
      "{ \"max_size\": \"50M\", \"retain\": 7 }"),
  READY(
      "message, listening or notify, or an object with http, tcp or log",
      "{ \"http\": \"http://127.0.0.1:3000/health\" }"),
  LISTEN(
      "a port, an address with a port, a path, an @name, or a list of them",
      "[3000, \"127.0.0.1:3001\", \"./app.sock\"]"),
  RESTART("always, on-failure or never", "on-failure"),
  HEALTH(
      "an object with http, tcp or exec, and interval, timeout, retries, start_period, action",
      "{ \"http\": \"http://127.0.0.1:3000/health\", \"interval\": \"10s\" }"),
  DEPENDS_ON(
      "a list of apps, or an object: app → { condition }",
      "{ \"db\": { \"condition\": \"healthy\" } }"),
  HOOKS(
      "an object: event → command, address, or an object with run or url",
      "{ \"on_crash\": \"https://example.org/hook\" }"),
  WATCH("true, false, or a path or glob or a list of them", "src"),
  PATTERNS("a path, a glob or a regular expression, or a list of them", "*.md"),
  WATCH_OPTIONS("an object with ignored, followSymlinks, depth", "{ \"followSymlinks\": false }"),
  CRON("a schedule of cron with five or six fields, or 0 for none", "0 3 * * *"),
  ENV_FILE(
      "a path, an object with path and required, or a list of them",
      "[\".env\", { \"path\": \".env.local\", \"required\": false }]"),
  FILTER("true, false, how names begin, or a list of that", "AWS_"),
  OBJECT("an object", "{ \"NODE_ENV\": \"production\" }"),
  ANY("anything", "true");

  private final String allowed;
  private final String example;

  Kind(String allowed, String example) {
    this.allowed = allowed;
    this.example = example;
  }

  /// What may stand there, in words.
  public String allowed() {
    return allowed;
  }

  public String example() {
    return example;
  }
}
