const services = ['gateway', 'users', 'billing'];
module.exports = {
  apps: services.map((service, index) => ({
    name: service,
    namespace: 'shop',
    script: `dist/apps/${service}/main.js`,
    node_args: ['--enable-source-maps'],
    env: { PORT: 3000 + index, APP_SERVICE: service },
  })),
};
