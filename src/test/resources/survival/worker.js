'use strict';
// A cluster worker that answers with its pid, and prints ever higher numbers, a line each.
require('http')
  .createServer((request, response) => response.end(`${process.pid} ${request.url}`))
  .listen(Number(process.env.PORT));
let number = 0;
setInterval(() => process.stdout.write(`${++number}\n`), 20);
process.on('message', (message) => {
  if (message.topic === 'which') process.send({ type: 'process:msg', data: process.pid });
});
