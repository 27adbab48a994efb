const os = require('os');
const path = require('path');
const root = path.resolve(__dirname);
const few = Math.min(os.cpus().length, 1);
module.exports = {
  apps: [
    { name: 'producer', script: path.join(root, 'queue', 'producer.js') },
    { name: 'retry', script: path.join(root, 'queue', 'retry.js'), autorestart: false, args: 'exit 0' },
    // Several instances last: PM2 numbers them among the apps after them as time will have it.
    { name: 'consumer', script: path.join(root, 'queue', 'consumer.js'), instances: few + 1, exec_mode: 'fork',
      increment_var: 'APP_SHARD', env: { APP_SHARD: 0 } },
  ],
};
