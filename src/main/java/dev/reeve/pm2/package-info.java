/// What PM2's own clients read: the `pm2_env` shape that `jlist` prints. What may never enter: what
/// an instance is; snapshots come in, JSON goes out.
@org.jspecify.annotations.NullMarked
package dev.reeve.pm2;
