module.exports = [
  { script: 'one.js', name: 'one' },
  { script: 'two.js', name: 'two', treekill: false },
];
