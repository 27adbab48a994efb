module.exports = {
  apps: [3100, 3101].map((port, i) => ({
    name: 'socket-' + port,
    script: 'socket.js',
    args: ['-p', port],
    env: { PORT: port, APP_INDEX: i },
    merge_logs: true,
    log_file: 'socket.combined.log',
  })),
};
