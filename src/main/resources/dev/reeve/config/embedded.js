// Evaluates an ecosystem file where there is neither node nor bun. `host` reads files; what a file
// may `require` is JSON, other files, packages of node_modules, and the basics of path, os, fs, url
// and util. The host calls nothing here: the outcome is given to `host.give`, as evaluate.cjs does.
const facts = JSON.parse(host.facts());
const plain = (_, value) => value instanceof RegExp ? '(?:' + value.source + ')' : value;
const give = (what) => host.give(JSON.stringify(what, plain));

// The lines of file n start at n × LINES, so that a place in a stack tells the file as well.
const LINES = 20000;
const evaluated = [];
const place = (e) => {
  if (e && e.inFile) return { file: e.inFile, line: 0 };
  const found = /<input>:(\d+)/.exec(String((e && e.stack) || ''));
  if (!found) return { file: facts.file, line: 0 };
  const line = Number(found[1]);
  return { file: evaluated[Math.floor(line / LINES)], line: line % LINES };
};
const fail = (e) => {
  const name = e && e.name ? e.name + ': ' : '';
  give({ failed: name + ((e && e.message) || String(e)), ...place(e) });
};
const failure = (code, path, call) => {
  const e = new Error(code + ': ' + (code === 'ENOENT' ? 'no such file or directory' : 'it failed')
    + ', ' + call + " '" + path + "'");
  return Object.assign(e, { code, path, syscall: call });
};

const path = {
  sep: '/',
  delimiter: ':',
  isAbsolute: (p) => p.startsWith('/'),
  normalize(p) {
    const out = [];
    for (const part of p.split('/')) {
      if (part === '' || part === '.') continue;
      if (part === '..' && out.length && out.at(-1) !== '..') out.pop();
      else if (part !== '..' || !p.startsWith('/')) out.push(part);
    }
    const all = (p.startsWith('/') ? '/' : '') + out.join('/');
    return (all || '.') + (p.endsWith('/') && out.length ? '/' : '');
  },
  join: (...parts) => path.normalize(parts.filter((p) => p !== '').join('/') || '.'),
  resolve(...parts) {
    let all = '';
    for (const part of [facts.cwd, ...parts]) {
      if (part) all = part.startsWith('/') ? part : all + '/' + part;
    }
    const clean = path.normalize(all);
    return clean.length > 1 && clean.endsWith('/') ? clean.slice(0, -1) : clean;
  },
  dirname(p) {
    const bare = p.replace(/\/+$/, '');
    const at = bare.lastIndexOf('/');
    return at > 0 ? bare.slice(0, at) : at === 0 || p.startsWith('/') ? '/' : '.';
  },
  basename(p, ending = '') {
    const last = p.replace(/\/+$/, '').split('/').at(-1);
    return ending && last !== ending && last.endsWith(ending) ? last.slice(0, -ending.length) : last;
  },
  extname(p) {
    const last = path.basename(p);
    const at = last.lastIndexOf('.');
    return at > 0 ? last.slice(at) : '';
  },
  relative(from, to) {
    const a = path.resolve(from).split('/').filter(Boolean);
    const b = path.resolve(to).split('/').filter(Boolean);
    let same = 0;
    while (same < a.length && a[same] === b[same]) same++;
    return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/');
  },
  parse(p) {
    const base = path.basename(p);
    const ext = path.extname(p);
    const dir = p.includes('/') ? path.dirname(p) : '';
    return { root: p.startsWith('/') ? '/' : '', dir, base, ext, name: path.basename(base, ext) };
  },
  format: (o) => (o.dir ? o.dir + '/' : o.root || '') + (o.base || (o.name || '') + (o.ext || '')),
};
path.posix = path;

const read = (file) => {
  const found = JSON.parse(host.read(file));
  if (found.error) throw failure(found.error, file, 'open');
  return found.text;
};
const stat = (file) => {
  const found = JSON.parse(host.stat(file));
  if (found.error) throw failure(found.error, file, 'stat');
  const mtime = new Date(found.mtimeMs);
  return { size: found.size, mtimeMs: found.mtimeMs, mtime,
    isFile: () => found.kind === 'file', isDirectory: () => found.kind === 'folder',
    isSymbolicLink: () => false };
};
const there = (file) => !JSON.parse(host.stat(file)).error;
const names = (folder) => {
  const found = JSON.parse(host.list(folder));
  if (found.error) throw failure(found.error, folder, 'scandir');
  return found.names;
};
const full = (p) => path.resolve(p instanceof Object && p.pathname ? p.pathname : String(p));
const fs = {
  readFileSync(p, how) {
    const text = read(full(p));
    return how ? text : { toString: () => text, valueOf: () => text, length: text.length };
  },
  existsSync: (p) => there(full(p)),
  accessSync(p) { stat(full(p)); },
  statSync(p, o) { return o && o.throwIfNoEntry === false && !there(full(p)) ? undefined : stat(full(p)); },
  lstatSync: (p) => stat(full(p)),
  realpathSync: (p) => JSON.parse(host.stat(full(p))).real || full(p),
  readdirSync: (p, o) => o && o.withFileTypes
    ? names(full(p)).map((name) => Object.assign(stat(path.join(full(p), name)), { name }))
    : names(full(p)),
};
const os = {
  EOL: '\n',
  platform: () => 'linux',
  type: () => 'Linux',
  arch: () => facts.arch,
  hostname: () => facts.hostname,
  homedir: () => facts.env.HOME || facts.home,
  tmpdir: () => facts.env.TMPDIR || '/tmp',
  cpus: () => Array.from({ length: facts.cores }, () => ({ model: '', speed: 0, times: {} })),
  availableParallelism: () => facts.cores,
  totalmem: () => facts.memory,
  freemem: () => facts.free,
  loadavg: () => [0, 0, 0],
  release: () => facts.release,
  userInfo: () => ({ username: facts.user, homedir: facts.home, shell: facts.env.SHELL || null }),
};
const url = {
  fileURLToPath: (u) => decodeURI(String(u.href || u).replace(/^file:\/\//, '')),
  pathToFileURL: (p) => ({ href: 'file://' + encodeURI(full(p)), pathname: full(p),
    toString: () => 'file://' + encodeURI(full(p)) }),
};
const util = { inspect: (o) => JSON.stringify(o), format: (...a) => a.map(String).join(' '),
  promisify: (f) => (...a) => new Promise((ok, no) => f(...a, (e, v) => e ? no(e) : ok(v))) };

const BASICS = { path, fs, os, url, util, 'path/posix': path, process: undefined };
const OTHERS = ('assert async_hooks buffer child_process cluster console constants crypto dgram dns domain'
  + ' events fs/promises http http2 https inspector module net perf_hooks punycode querystring readline'
  + ' repl stream string_decoder timers tls tty v8 vm worker_threads zlib').split(' ');
// May be required, as many a package does without need; may not be used.
const absent = (name) => new Proxy({}, {
  get(_, key) {
    if (typeof key === 'symbol' || key === 'default' || key === '__esModule') return undefined;
    throw new Error("'" + name + "." + key + "' needs node or bun, and neither is on PATH");
  },
});

const kind = (p) => JSON.parse(host.stat(p)).kind;
const asFile = (p) => ['', '.js', '.cjs', '.json', '.mjs'].map((e) => p + e).find((f) => kind(f) === 'file');
const asFolder = (p) => {
  const about = p + '/package.json';
  if (kind(about) === 'file') {
    const said = JSON.parse(read(about));
    const dot = said.exports && (said.exports['.'] ?? said.exports);
    const main = typeof dot === 'string' ? dot
      : dot && (dot.require?.default ?? dot.require ?? dot.node ?? dot.default);
    const found = at(path.join(p, typeof main === 'string' ? main : said.main || 'index.js'));
    if (found) return found;
  }
  return asFile(p + '/index');
};
const at = (p) => asFile(p) || (kind(p) === 'folder' ? asFolder(p) : undefined);
const find = (wanted, from) => {
  if (/^\.{0,2}\//.test(wanted) || wanted === '.' || wanted === '..') {
    return at(path.resolve(from, wanted));
  }
  for (let folder = from; ; folder = path.dirname(folder)) {
    const found = at(path.join(folder, 'node_modules', wanted));
    if (found || folder === '/') return found;
  }
};

// import and export, line for line, as require and exports.
const isModule = (file, text) => file.endsWith('.mjs')
  || (!file.endsWith('.cjs') && /^\s*(?:import\s*[\w{*'"]|export\s+(?:default|const|let|var|function|class|async|\{))/m.test(text));
const sameLines = (before, after) => after + '\n'.repeat(before.split('\n').length - 1);
const named = (list) => '{' + list.replace(/\s+/g, ' ').replace(/(\w+) as (\w+)/g, '$1: $2') + '}';
const imported = (all, what, from) => {
  let code = '';
  const star = /^\*\s*as\s+(\w+)$/.exec(what.trim());
  const both = /^(\w+)?\s*,?\s*(?:\{([^}]*)\})?$/.exec(what.trim());
  if (star) code = 'const ' + star[1] + ' = __all(require(' + from + '));';
  else {
    if (both?.[1]) code += 'const ' + both[1] + ' = __all(require(' + from + ')).default;';
    if (both?.[2] !== undefined) code += 'const ' + named(both[2]) + ' = __all(require(' + from + '));';
  }
  return sameLines(all, code);
};
const asCommon = (text) => {
  const after = [];
  const code = text
    .replace(/^[ \t]*import\s+([\w*{][^'"();]*?)\s+from\s*(['"][^'"]+['"])(?:\s*(?:with|assert)\s*\{[^}]*\})?;?/gm, imported)
    .replace(/^[ \t]*import\s*(['"][^'"]+['"]);?/gm, 'require($1);')
    .replace(/^([ \t]*)export\s+default\s+(async\s+function|function|class)\s+(\w+)/gm, (_, s, k, name) => {
      after.push('exports.default = ' + name);
      return s + k + ' ' + name;
    })
    .replace(/^([ \t]*)export\s+default\s+/gm, '$1exports.default = ')
    .replace(/^([ \t]*)export\s+(const|let|var)\s+(\w+)/gm, (_, s, k, name) => {
      after.push('exports.' + name + ' = ' + name);
      return s + k + ' ' + name;
    })
    .replace(/^([ \t]*)export\s+((?:async\s+)?function|class)\s+(\w+)/gm, (_, s, k, name) => {
      after.push('exports.' + name + ' = ' + name);
      return s + k + ' ' + name;
    })
    .replace(/^[ \t]*export\s*\{([^}]*)\};?/gm, (all, list) => {
      for (const each of list.split(',').map((e) => e.trim()).filter(Boolean)) {
        const [from, to] = each.split(/\s+as\s+/);
        after.push('exports.' + (to || from) + ' = ' + from);
      }
      return sameLines(all, '');
    })
    .replace(/\bimport\.meta\b/g, '__meta')
    .replace(/\bimport\(/g, '__import(');
  return code + ';' + after.join(';');
};
// What `import` gives of a module: its exports, and the whole of a CommonJS one as default.
const all = (exports) => exports && exports.__esModule ? exports : { ...exports, default: exports };

const loaded = new Map();
const requireFrom = (folder) => {
  const require = (wanted) => {
    const name = String(wanted).replace(/^node:/, '');
    if (name === 'process') return globalThis.process;
    if (BASICS[name]) return BASICS[name];
    if (OTHERS.includes(name)) return absent(name);
    const file = find(String(wanted), folder);
    if (!file) {
      throw Object.assign(new Error("Cannot find module '" + wanted + "'"), { code: 'MODULE_NOT_FOUND' });
    }
    return load(file).exports;
  };
  require.resolve = (wanted) => find(String(wanted), folder) || wanted;
  require.cache = {};
  return require;
};
const load = (file) => {
  if (loaded.has(file)) return loaded.get(file);
  const module = { exports: {}, id: file, filename: file, loaded: false, children: [], paths: [] };
  loaded.set(file, module);
  const text = read(file).replace(/^\ufeff/, '').replace(/^#!/, '//');
  if (file.endsWith('.json')) {
    try {
      module.exports = JSON.parse(text);
    } catch (e) {
      throw Object.assign(e, { inFile: file });
    }
    return module;
  }
  const esm = isModule(file, text);
  const number = evaluated.push(file) - 1;
  const folder = path.dirname(file);
  const late = esm && file === facts.file && /\bawait\b/.test(text);
  const code = '\n'.repeat(number * LINES) + '(' + (late ? 'async ' : '')
    + 'function (exports, require, module, __filename, __dirname, __all, __import, __meta) {'
    + (esm ? "'use strict';" + asCommon(text) : text) + '\n})';
  if (esm) Object.defineProperty(module.exports, '__esModule', { value: true });
  const require = requireFrom(folder);
  const later = (wanted) => new Promise((ok) => ok(all(require(wanted))));
  const meta = { url: 'file://' + encodeURI(file), filename: file, dirname: folder };
  module.pending = (0, eval)(code).call(
    module.exports, module.exports, require, module, file, folder, all, later, meta);
  module.loaded = true;
  return module;
};

globalThis.global = globalThis;
globalThis.structuredClone = (value) => JSON.parse(JSON.stringify(value));
globalThis.process = {
  env: facts.env,
  argv: ['node', facts.file],
  execArgv: [],
  platform: 'linux',
  arch: facts.arch,
  pid: facts.pid,
  version: '',
  versions: {},
  features: {},
  cwd: () => facts.cwd,
  uptime: () => 0,
  umask: () => 0o22,
  getuid: () => facts.uid,
  nextTick: (f, ...a) => { queueMicrotask(() => f(...a)); },
  on: () => globalThis.process,
  once: () => globalThis.process,
  emitWarning: () => {},
  exit: (code) => { throw Object.assign(new Error('process.exit(' + (code ?? 0) + ')'), { name: '' }); },
  stdout: { write: (text) => { console.log(text); return true; }, isTTY: false },
  stderr: { write: (text) => { console.error(text); return true; }, isTTY: false },
};
for (const name of ['info', 'warn', 'debug']) console[name] ??= console.log;

const evaluate = async () => {
  const module = load(facts.file);
  await module.pending;
  const exported = module.exports;
  return await (exported && exported.default !== undefined ? exported.default : exported);
};
evaluate().then((value) => give(value === undefined ? { nothing: true } : { value })).catch(fail);
