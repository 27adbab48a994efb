const port = process.env.APP_PORT || 4000;
const environment = process.env.APP_STAGE ?? 'staging';
module.exports = {
  apps: [{
    name: `api-${environment}`,
    script: 'server.js',
    env: { PORT: port, APP_STAGE: environment, ...(environment === 'staging' && { APP_DEBUG: '1' }) },
  }],
};
