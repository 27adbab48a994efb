'use strict';
// Prints ever higher numbers, a line each; for Node and Bun.
let number = 0;
setInterval(() => process.stdout.write(`${++number}\n`), 20);
