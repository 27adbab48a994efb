const secrets = require('fs');

secrets.readFileSync('/nonexistent/vault.json');

module.exports = { apps: [] };
