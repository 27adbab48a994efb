console.error('no vault here');
process.exit(3);
