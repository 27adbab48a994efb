/// What PM2's own clients read and write: the frames of its two sockets, the `pm2_env` shape that
/// `jlist` prints, the apps that its client describes. What may never enter: what an instance is,
/// and a socket; bytes and snapshots come in, JSON goes out.
@org.jspecify.annotations.NullMarked
package dev.reeve.pm2;
