// A router of chats with queues, and an API.
module.exports = {
  apps: [
    {
      name: 'nanoclaw',
      script: 'dist/index.js',
      exec_mode: 'fork',
      instances: 1,
      autorestart: true,
      exp_backoff_restart_delay: 1000,
      max_restarts: 10,
      min_uptime: 10000,
      max_memory_restart: '512M',
      kill_timeout: 15000,
      env: { NODE_ENV: 'production' },
      merge_logs: true,
      log_date_format: 'YYYY-MM-DD HH:mm:ss Z',
    },
    {
      name: 'oracle-v2',
      script: 'src/server.js',
      restart_delay: 3000,
      max_restarts: 10,
      kill_timeout: 5000,
      env: { PORT: 47778, NODE_ENV: 'production' },
    },
  ],
};
