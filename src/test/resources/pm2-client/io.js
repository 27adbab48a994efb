// An app with PM2's own library, which it finds at its first argument.
const io = require(process.argv[2]);
io.metric({ name: 'Queue', unit: 'jobs' }).set(42);
// Not at once, as in app.js.
io.action('hello', (whom, reply) => setTimeout(reply, 50, { hello: whom }));
process.on('SIGUSR2', () => {
  io.emit('user:in', { name: 'ann' });
  io.notifyError(new Error('told'));
});
console.log('up');
setInterval(() => {}, 1000);
