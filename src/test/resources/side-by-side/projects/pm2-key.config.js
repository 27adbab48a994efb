module.exports = { pm2: [{ name: 'inner', script: 'server.js' }] };
