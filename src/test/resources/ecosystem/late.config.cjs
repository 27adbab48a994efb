console.log('reading the vault');
module.exports = Promise.resolve([{ name: 'late', script: './app.js' }]);
