import path from 'node:path';
export default {
  apps: [{ name: path.basename('/x/esm-app'), script: 'server.js', env: { NODE_ENV: 'production' } }],
};
