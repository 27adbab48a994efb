// An app that says what it was given, and does as its first argument says.
const [what, ...rest] = process.argv.slice(2);
process.on('SIGUSR2', () => console.log('usr2'));
process.on('SIGUSR1', () => console.log('usr1'));
console.log('up ' + JSON.stringify({ what, rest, cwd: process.cwd(), slot: process.env.NODE_APP_INSTANCE, colour: process.env.COLOUR }));
console.error('err line');
if (what === 'exit') setTimeout(() => process.exit(Number(rest[0])), 30);
else setInterval(() => {}, 1000);
