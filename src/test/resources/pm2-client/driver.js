// Runs every case of cases.js in this home, one after another, and writes what each has seen.
// usage: node driver.js <pm2 module> <folder> <result file>
const fs = require('fs');
const path = require('path');
const [, , module_, folder, result] = process.argv;
const pm2 = require(module_);
const DEADLINE_MS = 60000;
const home = process.env.PM2_HOME;
const app = path.join(__dirname, 'app.js');

const call = (method, ...args) => new Promise((resolve, reject) =>
  pm2[method](...args, (err, value) => (err ? reject(err) : resolve(value))));
const fails = (method, ...args) => call(method, ...args).then(
  () => 'no error', (err) => 'error: ' + (err.message || (Array.isArray(err) ? 'several' : err)));
const remote = (method, arg) => new Promise((resolve) =>
  pm2.Client.executeRemote(method, arg, (err, value) =>
    resolve(err ? 'error: ' + (err.message || err) : value)));

const seen = [];
function until(what, wanted) {
  const end = Date.now() + DEADLINE_MS;
  return new Promise((resolve, reject) => {
    const look = async () => {
      let value;
      try { value = await wanted(); } catch (error) { return reject(error); }
      if (value) return resolve(value);
      if (Date.now() > end) return reject(new Error('never: ' + what));
      setTimeout(look, 20);
    };
    look();
  });
}
const brief = (list) => list.map((each) => ({
  name: each.name, id: each.pm_id, status: each.pm2_env.status, up: each.pid > 0,
  restarts: each.pm2_env.restart_time, mode: each.pm2_env.exec_mode }));
const list = async () => brief(await call('list'));
const status = async (name) => (await list()).filter((each) => each.name === name)[0].status;
// PM2 tells of one exit twice; a second in a row is the same one.
const events = (name) => seen
  .filter((each) => each.topic === 'process:event' && each.data.process.name === name)
  .map((each) => each.data.event)
  .filter((each, i, all) => !(each === 'exit' && all[i - 1] === 'exit'));
const event = (name, word) => until(name + ' ' + word, () => seen.find((each) =>
  each.topic === 'process:event' && each.data.process.name === name && each.data.event === word));
const lines = (name, topic) => seen
  .filter((each) => each.topic === (topic || 'log:out') && each.data.process.name === name)
  .map((each) => each.data.data).join('').split('\n').filter(Boolean);
const line = (name, text, topic) => until(name + ' says ' + text, () =>
  lines(name, topic).find((each) => each.includes(text)));
const given = async (name, count) => {
  await until(name + ' is up', () => lines(name).length >= (count || 1));
  return JSON.parse(lines(name).filter((each) => each.startsWith('up ')).pop().slice(3));
};
const start = async (options) => {
  const started = await call('start', Object.assign({ script: app }, options));
  return started;
};
const world = { pm2, call, fails, remote, seen, until, brief, list, status, events, event, lines,
  line, given, start, home, modules: path.dirname(module_), folder, app, fs, path };

async function within(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('took too long')), DEADLINE_MS);
  });
  try { return await Promise.race([promise, late]); } finally { clearTimeout(timer); }
}

(async () => {
  const results = {};
  await call('connect');
  const bus = await call('launchBus');
  bus.on('*', (topic, data) => seen.push({ topic, data }));
  // Events are told to those who are there already.
  await start({ name: 'probe' });
  await until('the bus', async () => { await call('restart', 'probe'); return seen.length > 0; });
  for (const [name, run] of Object.entries(require('./cases.js'))) {
    if (name !== Object.keys(require('./cases.js')).pop()) {
      await call('delete', 'all').catch(() => {});
    }
    seen.length = 0;
    const printed = [];
    const print = (...values) => printed.push(values.map((each) => JSON.stringify(each)).join(' '));
    try { await within(run(world, print)); } catch (error) { print('failed: ' + error.message); }
    results[name] = printed;
  }
  fs.writeFileSync(result, JSON.stringify(results));
  process.exit(0);
})();
