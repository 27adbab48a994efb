const path = require('path');

const log = (file) => path.join(__dirname, 'logs', file);

module.exports = {
  apps: [
    {
      name: 'nanoclaw',
      script: 'dist/index.js',
      cwd: path.join(__dirname, 'nanoclaw'),
      interpreter: 'node',
      instances: 1,
      max_memory_restart: '1G',
      max_restarts: 10,
      min_uptime: '10s',
      restart_delay: 5000,
      exp_backoff_restart_delay: 1000,
      kill_timeout: 15000,
      env: { NODE_ENV: 'production' },
      error_file: log('nanoclaw-error.log'),
      out_file: log('nanoclaw-out.log'),
      merge_logs: true,
      log_date_format: 'YYYY-MM-DD HH:mm:ss Z',
    },
    {
      name: 'oracle-v2',
      script: 'src/server.ts',
      cwd: path.join(__dirname, 'oracle-v2'),
      interpreter: 'bun',
      instances: 1,
      max_memory_restart: '512M',
      max_restarts: 10,
      restart_delay: 3000,
      env: { ORACLE_PORT: '47778' },
      error_file: log('oracle-error.log'),
      out_file: log('oracle-out.log'),
      merge_logs: true,
      log_date_format: 'YYYY-MM-DD HH:mm:ss Z',
    },
  ],
};
