module.exports = {
  apps: [{
    name: 'ghost',
    script: 'current/index.js',
    env: { NODE_ENV: 'production', APP_database__connection__filename: './content/data/ghost.db' },
    error_file: '/dev/null',
    disable_logs: false,
    max_restarts: 5,
    listen_timeout: 3000,
  }],
};
