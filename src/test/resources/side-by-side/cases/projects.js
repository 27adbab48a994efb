// Ecosystem files as projects have them.
const fs = require('fs');
const path = require('path');
const folder = path.join(__dirname, '..', 'projects');
const more = require('../projects/about.json');
module.exports = fs.readdirSync(folder).filter((file) => file !== 'about.json').sort().map((file) => ({
  name: 'project ' + file,
  files: { [more[file]?.as || file]: fs.readFileSync(path.join(folder, file), 'utf8'), ...more[file]?.files },
  run: more[file]?.run || ['pm2 start ' + (more[file]?.as || file)],
  sorted: true,
  ...Object.fromEntries(Object.entries(more[file] || {}).filter(([key]) => !['as', 'files', 'run'].includes(key))),
}));
