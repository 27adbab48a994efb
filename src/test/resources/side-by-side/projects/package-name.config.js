const { name, version } = require('./package.json');
module.exports = { apps: [{ name: `${name}@${version}`, script: './src/index.js' }] };
