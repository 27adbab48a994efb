'use strict';
// An HTTP server that tells its log which requests it has got, and its client who answers.
const http = require('http');
const version = process.env.VERSION || '1';

if (version === 'throws') throw new Error('version 2 cannot start');
if (version === 'silent') {
  setInterval(() => {}, 1000);
} else {
  if (version === 'short-lived') {
    setTimeout(() => {
      console.error('version 2 gives up');
      process.exit(3);
    }, 2000);
  }
  http
    .createServer((request, response) => {
      console.log('got ' + request.url.slice(1));
      response.end(process.env.NODE_APP_INSTANCE + ' ' + process.pid + ' ' + version);
    })
    .listen(Number(process.env.PORT), '127.0.0.1');
}
