// Types the command lines of cases on one side and writes what came of them.
// usage: node driver.js <npm's pm2> <folder of the side> <lane> <lanes> <result file>
// The side's `pm2` stands first on PATH. A case begins with an empty list, in a folder of its own.
const fs = require('fs');
const path = require('path');
const { spawn } = require('child_process');
const [, , module_, side, lane, lanes, result] = process.argv;
const pm2 = require(module_);
const all = require('./all.js');
const home = process.env.PM2_HOME;
const COMMAND_MS = 60000;
const SETTLE_MS = 60000;
const LOOK_MS = 40;
const LOOKS = 4;

const call = (method, ...args) => new Promise((resolve, reject) =>
  pm2[method](...args, (err, value) => (err ? reject(err) : resolve(value))));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function type(line, cwd) {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', line], { cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (err += data));
    const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), COMMAND_MS);
    // Not 'exit': what it has said may be on its way then.
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, out: out, err });
    });
  });
}

const STAND_INS = ['app.js', 'app.py', 'app.sh'];
const texts = { '.js': 'app.js', '.cjs': 'app.js', '.ts': 'app.js', '': 'app.js', '.py': 'app.py', '.sh': 'app.sh' };

function project(folder, files, scripts) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(path.join(folder, '.up'), { recursive: true });
  const write = (file, text) => {
    const whole = path.join(folder, file);
    fs.mkdirSync(path.dirname(whole), { recursive: true });
    fs.writeFileSync(whole, text);
    if (path.extname(file) === '' || file.endsWith('.sh')) fs.chmodSync(whole, 0o755);
  };
  for (const script of scripts) {
    const like = texts[path.extname(script)];
    const head = path.extname(script) === '' ? '#!/usr/bin/env node\n' : '';
    write(script, head + fs.readFileSync(path.join(__dirname, like), 'utf8').replaceAll('@PROJECT@', folder));
  }
  for (const [file, text] of Object.entries(files)) write(file, text);
}

// What programs read of the list. Paths are those of the case or of the home.
// A stand-in has said that it is up.
const said = (each, folder, scripts) =>
  !scripts.some((script) => (each.pm2_env.pm_exec_path || '') === path.join(folder, script))
  || fs.existsSync(path.join(folder, '.up', String(each.pid)));

const SHOWN = ['name', 'namespace', 'pm_id', 'status', 'exec_mode', 'restart_time', 'args', 'node_args',
  'pm_exec_path', 'pm_cwd', 'pm_out_log_path', 'pm_err_log_path', 'pm_log_path', 'pm_pid_path', 'autorestart',
  'autostart', 'watch', 'ignore_watch', 'cron_restart', 'instances', 'instance_var', 'increment_var',
  'kill_timeout', 'kill_retry_time', 'treekill', 'merge_logs', 'max_memory_restart', 'max_restarts',
  'min_uptime', 'restart_delay', 'exp_backoff_restart_delay', 'wait_ready', 'listen_timeout',
  'shutdown_with_message', 'stop_exit_codes', 'log_type', 'log_date_format', 'disable_logs',
  'NODE_APP_INSTANCE', 'version', 'exit_code', 'uid', 'gid', 'PORT', 'COLOUR', 'SHAPE', 'NODE_ENV'];

const places = (folder) => (text) =>
  text.replaceAll(folder, '<case>').replaceAll(home, '<home>').replaceAll(side, '<side>');

function state(list, clean) {
  return list.map((each) => {
    const env = each.pm2_env;
    const shown = { interpreter: path.basename(env.exec_interpreter || ''), up: each.pid > 0 };
    for (const key of SHOWN) if (env[key] !== undefined) shown[key] = env[key];
    // A number is as good as its text in an environment and in arguments.
    for (const key of ['PORT', 'COLOUR', 'SHAPE']) if (key in shown) shown[key] = String(shown[key]);
    if (Array.isArray(shown.args)) shown.args = shown.args.map(String);
    if (Array.isArray(shown.watch) && shown.watch.length === 1) shown.watch = shown.watch[0];
    return JSON.parse(clean(JSON.stringify(shown)));
  });
}

function logs(folder, clean) {
  const seen = {};
  const look = (where) => {
    for (const entry of fs.existsSync(where) ? fs.readdirSync(where, { withFileTypes: true }) : []) {
      const file = path.join(where, entry.name);
      if (entry.isDirectory()) look(file);
      else if (/\.log$|\.log\.json$/.test(entry.name)) {
        const text = clean(fs.readFileSync(file, 'utf8'));
        // Where nothing was written there may be no file.
        if (text !== '') seen[clean(file)] = text.split('\n').filter(Boolean).map(unstamped);
      }
    }
  };
  look(path.join(home, 'logs'));
  look(folder);
  return seen;
}

// Times and pids are never the same; what stands around them is.
const unstamped = (line) => line
  .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?/g, '<time>')
  .replace(/\bat .*$/, '<at>').replace(/node:\S+/g, '<node>').replace(/Node\.js v\S+/, '<node>');

// All is quiet: nothing is on its way, whoever runs has said so, the logs have what is to be heard, and
// some looks see the same.
async function settled(folder, clean, scripts, hears = {}) {
  const end = Date.now() + SETTLE_MS;
  let before = '';
  let same = 0;
  while (Date.now() < end) {
    const list = await call('list');
    const waits = list.some((each) => ['launching', 'stopping'].includes(each.pm2_env.status)
      || (each.pid > 0 && !said(each, folder, scripts)));
    const logged = logs(folder, clean);
    const lines = Object.values(logged).flat();
    const heard = Object.entries(hears)
      .every(([text, count]) => lines.filter((line) => line.includes(text)).length >= count);
    const now = JSON.stringify([state(list, clean), logged]);
    same = now === before && !waits && heard ? same + 1 : 1;
    if (same === LOOKS) return list;
    before = now;
    await pause(LOOK_MS);
  }
  return call('list');
}

async function run(one, folder) {
  const clean = places(folder);
  const scripts = [...STAND_INS, ...(one.scripts || [])];
  project(folder, one.files || {}, scripts);
  const seen = [];
  let list = null;
  for (const line of one.run) {
    const told = await type(line, folder);
    seen.push('$ ' + line + ' -> ' + (told.code === 0 ? 'fine' : one.codes ? told.code : 'refused'));
    if (one.out && line === one.run.at(-1)) seen.push(...clean(told.out).trimEnd().split('\n').map(unstamped));
    if (process.env.SIDE_BY_SIDE_TOLD === 'all') console.log(line, told.code, told.out, told.err);
    const hears = line === one.run.at(-1) ? one.hears : {};
    list = one.quick ? null : await settled(folder, clean, scripts, hears);
  }
  list ||= await settled(folder, clean, scripts, one.hears);
  seen.push(...state(list, clean).map((each) => 'app ' + JSON.stringify(each)));
  if (!one.nologs) {
    for (const [file, lines] of Object.entries(logs(folder, clean)).sort()) {
      seen.push('log ' + file, ...(one.sorted ? [...lines].sort() : lines).map((each) => '  ' + each));
    }
  }
  for (const file of one.shows || []) {
    const whole = path.join(folder, file);
    seen.push('file ' + file + ': ' + (fs.existsSync(whole) ? clean(fs.readFileSync(whole, 'utf8')) : 'none'));
  }
  return seen;
}

async function emptied() {
  await call('delete', 'all').catch(() => {});
  for (const gone of ['logs', 'dump.pm2', 'dump.pm2.bak']) {
    // Somebody's last words may come into it meanwhile.
    fs.rmSync(path.join(home, gone), { recursive: true, force: true, maxRetries: 20 });
  }
  fs.mkdirSync(path.join(home, 'logs'), { recursive: true });
}

(async () => {
  const results = {};
  const mine = all.filter((_, i) => i % lanes === Number(lane));
  const wanted = process.env.SIDE_BY_SIDE && new RegExp(process.env.SIDE_BY_SIDE);
  await call('connect');
  for (const one of mine.filter((each) => !wanted || wanted.test(each.name))) {
    await emptied();
    const folder = path.join(side, 'case-' + all.indexOf(one));
    const begun = Date.now();
    let seen;
    try { seen = await run(one, folder); } catch (error) { seen = ['failed: ' + error.stack]; }
    if (process.env.SIDE_BY_SIDE_TOLD) console.log(Date.now() - begun, one.name);
    results[one.name] = { seen, differs: one.differs || null, but: one.but || [] };
  }
  await emptied();
  fs.writeFileSync(result, JSON.stringify(results));
  process.exit(0);
})();
