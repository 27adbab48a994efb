// A worker whose child has all of its descriptors.
const server = require('http').createServer((request, response) => response.end('well'));
server.listen(0, '127.0.0.1', () => {
  console.log(`port ${server.address().port}`);
  const all = [...Array(24).keys()];
  const path = `${__dirname}/listener.pl`;
  const child = require('child_process').spawn('perl', [path, process.argv[2]], { stdio: all });
  child.on('error', error => console.log(String(error)));
  process.on('exit', () => child.kill('SIGKILL'));
});
