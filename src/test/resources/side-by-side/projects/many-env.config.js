module.exports = {
  apps: [{
    name: 'many-env',
    script: 'server.js',
    env: { NODE_ENV: 'development', COLOUR: 'grey' },
    env_staging: { NODE_ENV: 'staging', COLOUR: 'yellow' },
    env_production: { NODE_ENV: 'production', COLOUR: 'green', SIZE: 10 },
  }],
};
