'use strict';
// An HTTP server on descriptor 3. Asked to leave, it ends what it has and goes.
const server = require('http').createServer((request, response) => {
  response.setHeader('Connection', 'close');
  response.end(process.pid + ' node');
});
server.listen({ fd: 3 }, () => process.send('ready'));
process.on('message', (message) => {
  if (message === 'shutdown') server.close(() => process.exit());
});
