'use strict';
// Is ready when a file is there: until then it answers with 503 (http), or does not listen.
const fs = require('fs');
const http = require('http');
const [way, go, port] = process.argv.slice(2);
const ready = () => fs.existsSync(go);
const server = http.createServer((request, response) => {
  response.statusCode = ready() && request.url === '/health?deep=1' ? 204 : 503;
  response.end();
});
const listen = () => server.listen(Number(port), '127.0.0.1');
if (way === 'http') listen();
else setInterval(() => ready() && !server.listening && listen(), 20);
