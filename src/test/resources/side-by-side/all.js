// All cases: { name, run: command lines, files, scripts: stand-ins at these places, out: compare what
// is printed, codes: compare exit codes exactly, shows: files to compare, hears: what the logs have at
// the end (a text: how often), differs: the first words of
// the row of docs/parity.md that says how and why, and how the two sides may not be the same }.
module.exports = ['commands', 'options', 'keys', 'projects']
  .flatMap((part) => require('./cases/' + part + '.js'));
const names = module.exports.map((each) => each.name);
const twice = names.find((name, i) => names.indexOf(name) !== i);
if (twice) throw new Error('two cases are named ' + twice);
