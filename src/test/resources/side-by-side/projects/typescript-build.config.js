'use strict';
/** @type {{ apps: object[] }} */
const config = {
  apps: [
    {
      name: 'built',
      script: 'build/index.js',
      interpreter: 'node',
      interpreter_args: '--no-warnings --stack-size=2000',
      source_map_support: true,
      instance_var: 'INSTANCE_ID',
    },
  ],
};
module.exports = config;
