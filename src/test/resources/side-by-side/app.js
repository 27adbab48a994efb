// Stands in for any program: says what it was given, and does as its first argument says.
const fs = require('fs');
const path = require('path');
const args = process.argv.slice(2);
const project = '@PROJECT@';
const known = /^(COLOUR|SHAPE|SIZE|NODE_ENV|PORT|LEVEL|APP_\w+|SECRET\w*|\w*INSTANCE\w*|\w+_ID|\w+_URL)$/;
const env = {};
for (const key of Object.keys(process.env).sort()) if (known.test(key)) env[key] = process.env[key];
const place = (file) => path.relative(project, file) || '.';
console.log('up ' + JSON.stringify({
  script: place(__filename), args, nodeArgs: process.execArgv, cwd: place(process.cwd()), env }));
console.error('err line');
process.on('SIGUSR2', () => console.log('usr2'));
process.on('SIGHUP', () => console.log('hup'));
process.on('message', (message) => console.log('told ' + JSON.stringify(message)));
// One that is about to leave is not looked at before it has left.
if (!['exit', 'done', 'throw'].includes(args[0])) fs.writeFileSync(path.join(project, '.up', String(process.pid)), '');
switch (args[0]) {
  case 'exit': setTimeout(() => process.exit(Number(args[1])), 30); break;
  case 'done': console.log('done'); break;
  case 'throw': setTimeout(() => { throw new Error('on purpose'); }, 30); break;
  case 'ready': setTimeout(() => process.send('ready'), 50); // fall through
  case 'drain': process.on('SIGINT', () => { console.log('drained'); process.exit(0); }); // fall through
  case 'asked': process.on('message', (message) => message === 'shutdown' && process.exit(0)); // fall through
  // Not longer than whoever started it.
  default: setInterval((parent) => process.ppid === parent || process.exit(), 500, process.ppid);
}
