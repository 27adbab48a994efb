module.exports = {
  apps: [
    {
      name: 'next-site',
      script: 'node_modules/next/dist/bin/next.js',
      args: 'start -p 3000',
      cwd: './',
      instances: 1,
      autorestart: true,
      watch: false,
      max_memory_restart: '1G',
      env: { NODE_ENV: 'production' },
    },
  ],
}
