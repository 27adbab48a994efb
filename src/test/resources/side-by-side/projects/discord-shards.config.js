const shards = 3;
const app = (shard) => ({
  name: `shard-${shard}`,
  namespace: 'shards',
  script: 'index.js',
  args: ['--shard', String(shard), '--of', String(shards)],
  restart_delay: 5000,
});
module.exports = { apps: Array.from({ length: shards }, (_, shard) => app(shard)) };
