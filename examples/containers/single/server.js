// Answers GET /health, ends its requests when asked to leave, and says its last words.
const { createServer } = require('node:http');

const server = createServer((request, response) => {
  response.end(request.url === '/health' ? 'well\n' : 'hello\n');
});

server.listen(Number(process.env.PORT), () => console.log(`listening at ${process.env.PORT}`));

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => server.close(() => console.log('bye')));
}
