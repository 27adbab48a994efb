module.exports = {
  apps: [{
    name: 'express-api',
    script: './bin/www',
    instances: 2,
    exec_mode: 'cluster',
    max_memory_restart: '500M',
    env: { NODE_ENV: 'development', PORT: 3000 },
    env_production: { NODE_ENV: 'production', PORT: 8080 },
  }],
};
