// An app that says what it was given, and does as its first argument says.
const [what, ...rest] = process.argv.slice(2);
process.on('SIGUSR2', () => console.log('usr2'));
process.on('SIGUSR1', () => console.log('usr1'));
console.log('up ' + JSON.stringify({ what, rest, cwd: process.cwd(), slot: process.env.NODE_APP_INSTANCE, colour: process.env.COLOUR }));
console.error('err line');
const say = (message) => process.send(message);
process.on('message', (told) => {
  console.log('told ' + (what === 'brief' ? JSON.stringify(told).length : JSON.stringify(told)));
  if (what === 'say') told.data.forEach((each) => say(each));
  if (what === 'burst') for (let i = 0; i < told.data; i++) say({ type: 'burst:topic', data: { i, pad: 'x'.repeat(50) } });
  const action = typeof told === 'string' ? told : told.msg;
  if (what === 'offer' && action) {
    const data = { action_name: action, return: { hello: told.opts || 'nobody' } };
    // Not at once: the client of 'trigger' waits for ever when it hears of this before the daemon's reply.
    setTimeout(() => say({ type: 'axm:reply', data }), 50);
  }
});
if (what === 'offer') {
  say({ type: 'axm:action', data: { action_name: 'greet', opts: null, arity: 1 } });
  say({ type: 'axm:action', data: { action_name: 'other', action_type: 'own', arity: 0 } });
}
if (what === 'stdin') process.stdin.on('data', (line) => console.log('told ' + JSON.stringify(String(line))));
// It is there, and takes nothing in.
if (what === 'deaf') setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 50);
if (what === 'exit') setTimeout(() => process.exit(Number(rest[0])), 30);
// Not longer than whoever started it.
else setInterval((parent) => process.ppid === parent || process.exit(), 500, process.ppid);
