module.exports = {
  apps: [{
    name: 'graceful',
    script: 'server.js',
    args: 'ready',
    wait_ready: true,
    listen_timeout: 10000,
    kill_timeout: 5000,
    shutdown_with_message: false,
  }],
};
