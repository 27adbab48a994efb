'use strict';
// Asks a port again and again until a file is there: <port> <keep-alive> <at once> <file>
// [<file that is told how many answers came>]. Prints
// how many answers came, what did not, how many answers each process gave, in what time, and
// the longest wait in ms.
const http = require('http');
const fs = require('fs');
const [port, keepAlive, atOnce, stopFile, progressFile] = process.argv.slice(2);
// An agent with a limit uses a connection again for a request that waits, even without keepAlive.
const agent = new http.Agent(
  keepAlive === 'true' ? { keepAlive: true, maxSockets: Number(atOnce) } : {},
);
const parent = process.ppid;
const failed = [];
const spread = {};
let answered = 0;
let longest = 0;
let asked = 0;
let open = 0;
let over = false;

function fail(id, error) {
  failed.push(id + ' ' + (error.code || error));
  open--;
  setTimeout(ask, 5);
}

function ask() {
  if (over) return open === 0 && end();
  const id = process.pid + '-' + asked++;
  open++;
  const asking = performance.now();
  const request = http.get({ port, host: '127.0.0.1', path: '/' + id, agent }, (response) => {
    let body = '';
    response.on('data', (data) => (body += data));
    response.on('error', (error) => fail(id, error));
    response.on('end', () => {
      answered++;
      longest = Math.max(longest, performance.now() - asking);
      open--;
      const who = body.split(' ')[0];
      spread[who] = (spread[who] || 0) + 1;
      ask();
    });
  });
  request.on('error', (error) => fail(id, error));
}

function end() {
  const seconds = (performance.now() - begin) / 1000;
  console.log(JSON.stringify({ answered, failed, spread, seconds, longest }));
  process.exit();
}

// Who gets no answer long after the end was not served.
function giveUp() {
  while (open-- > 0) failed.push(process.pid + '-' + asked + ' UNANSWERED');
  end();
}

setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
  if (progressFile) fs.writeFileSync(progressFile, String(answered));
  if (over || !fs.existsSync(stopFile)) return;
  over = true;
  setTimeout(giveUp, 30000);
}, 20);
const begin = performance.now();
for (let i = 0; i < Number(atOnce); i++) ask();
