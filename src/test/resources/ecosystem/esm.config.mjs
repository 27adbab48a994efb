import { basename } from 'node:path';

export default { apps: [{ name: basename('/x/esm'), script: './app.js', time: true }] };
