'use strict';
// Takes jobs over HTTP, works on them one by one, and loses none: a job is on disk before it is
// acknowledged and until it is done. SIGINT or SIGTERM: takes no more, drains for at most 10 s.
const http = require('node:http');
const path = require('node:path');
const { openStore } = require('./queue.js');

const PORT = Number(process.env.NANOCLAW_PORT || 47777);
const FOLDER = process.env.NANOCLAW_STATE || path.join(__dirname, '..', 'state');
const DRAIN_MS = 10_000;
const MAX_BODY = 64 * 1024;

const store = openStore(FOLDER);
const queue = store.waiting();
let working = null;
let drainUntil = 0;

const log = (text) => console.log(`[nanoclaw] ${text}`);

function work() {
  if (working || !queue.length) return;
  if (drainUntil && Date.now() + queue[0].ms > drainUntil) return;
  working = queue.shift();
  setTimeout(() => {
    store.done(working.id);
    log(`job ${working.id} done`);
    working = null;
    work();
    if (drainUntil && !working) finish();
  }, working.ms);
}

function answer(response, code, body) {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body) + '\n');
}

function health() {
  return {
    status: drainUntil ? 'draining' : 'ok',
    pid: process.pid,
    store: store.kind,
    queue: queue.length + (working ? 1 : 0),
    done: store.doneCount(),
  };
}

function takeJob(text, response) {
  let job;
  try {
    job = JSON.parse(text || '{}');
  } catch {
    return answer(response, 400, { error: 'the body is no JSON' });
  }
  const ms = Number(job?.ms ?? 1000);
  if (!Number.isInteger(ms) || ms < 0 || ms > 3_600_000) {
    return answer(response, 400, { error: 'ms must be a whole number up to 3600000' });
  }
  if (drainUntil) return answer(response, 503, { error: 'stopping' });
  const taken = store.add(ms, String(job.name ?? ''));
  queue.push(taken);
  answer(response, 202, { id: taken.id, queue: health().queue });
  work();
}

const server = http.createServer((request, response) => {
  if (request.method === 'GET' && request.url === '/api/health') {
    return answer(response, 200, health());
  }
  if (request.method !== 'POST' || request.url !== '/jobs') {
    return answer(response, 404, { error: 'POST /jobs or GET /api/health' });
  }
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => {
    text += chunk;
    if (text.length > MAX_BODY) request.destroy();
  });
  request.on('end', () => takeJob(text, response));
});

function stop(signal) {
  if (drainUntil) return;
  drainUntil = Date.now() + DRAIN_MS;
  log(`${signal}: taking no more jobs, draining ${health().queue} for at most ${DRAIN_MS / 1000} s`);
  server.close();
  server.closeIdleConnections();
  // A job that outlasts the drain is begun anew by the next run.
  setTimeout(finish, DRAIN_MS);
  work();
  if (!working) finish();
}

function finish() {
  log(`drained; ${store.waiting().length} jobs stay in the ${store.kind}`);
  store.close();
  log('store closed, bye');
  process.exit(0);
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);
server.on('error', (error) => {
  console.error(`[nanoclaw] cannot listen on port ${PORT}: ${error.message}`);
  store.close();
  process.exit(1);
});
server.listen(PORT, '127.0.0.1', () => {
  log(`listening on 127.0.0.1:${PORT}, ${store.kind} in ${FOLDER}, ${queue.length} jobs left over`);
  work();
});
