// Evaluates an ecosystem file under node or bun: `<file> <marker>` are the last two arguments, what
// the file exports is printed as JSON behind the marker.
const [file, marker] = process.argv.slice(-2);
const fs = require('fs');
const plain = (_, value) => value instanceof RegExp ? '(?:' + value.source + ')' : value;
const give = (what) => {
  fs.writeSync(1, '\n' + marker + '\n');
  const bytes = Buffer.from(JSON.stringify(what, plain) + '\n');
  for (let at = 0; at < bytes.length; ) {
    try {
      at += fs.writeSync(1, bytes, at);
    } catch (e) {
      if (e.code !== 'EAGAIN') throw e;
    }
  }
  process.exit(0);
};
// Where it happened: the first place in a file of the user's that the error knows.
const place = (e) => {
  if (e && e.position && e.position.file) {
    return { file: e.position.file, line: e.position.line };
  }
  if (e && e.errors && e.errors[0] && e.errors[0].position) return place(e.errors[0]);
  for (const line of String((e && e.stack) || '').split('\n')) {
    const found = /(?:file:\/\/)?(\/[^():]+):(\d+)/.exec(line);
    if (found && fs.existsSync(found[1])) return { file: found[1], line: Number(found[2]) };
  }
  return { file, line: e instanceof SyntaxError && !process.versions.bun ? lineOfModule() : 0 };
};
// Node tells the line of what is wrong in a module to standard error only.
const lineOfModule = () => {
  const { spawnSync } = require('child_process');
  const said = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' }).stderr;
  const found = /^(?:file:\/\/)?\/.*:(\d+)$/m.exec(said || '');
  return found ? Number(found[1]) : 0;
};
const fail = (e) => {
  const first = e && e.errors && e.errors[0] ? e.errors[0] : e;
  const known = first && first.name && !/^(Build|Resolve)Message$/.test(first.name);
  const name = known ? first.name + ': ' : first && first.position ? 'SyntaxError: ' : '';
  give({ failed: name + ((first && first.message) || String(first)), ...place(e) });
};
const load = async () => {
  const module = () => import(require('url').pathToFileURL(file).href);
  if (/\.[cm]?ts$/.test(file) && !process.versions.bun && !process.features.typescript) {
    const hint = 'install node 22.18 or later, or bun, or write it as .js';
    give({ failed: 'is TypeScript, which node ' + process.versions.node + ' does not read', hint });
  }
  if (/\.m[jt]s$/.test(file)) return module();
  try {
    return require(file);
  } catch (e) {
    if (e && e.code === 'ERR_REQUIRE_ESM') return module();
    if (e instanceof SyntaxError && /Cannot use import|Unexpected token 'export'/.test(e.message)) {
      return module();
    }
    throw e;
  }
};
process.on('uncaughtException', fail);
load().then(async (m) => {
  const value = await (m && m.default !== undefined ? m.default : m);
  give(value === undefined ? { nothing: true } : { value });
}).catch(fail);
