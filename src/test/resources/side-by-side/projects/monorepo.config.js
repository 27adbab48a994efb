module.exports = {
  apps: [
    { name: 'web', cwd: './packages/web', script: 'server.js', env: { PORT: 3000 } },
    { name: 'api', cwd: './packages/api', script: 'server.js', env: { PORT: 3001 } },
    { name: 'jobs', cwd: './packages/jobs', script: 'main.sh', interpreter: 'bash' },
  ],
};
