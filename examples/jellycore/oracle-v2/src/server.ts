// Answers questions over HTTP, from a fixed set of truths. SIGINT or SIGTERM: finishes what it is
// answering, then leaves.
const PORT = Number(process.env.ORACLE_PORT ?? 47778);
const STOP_MS = 5_000;
const TRUTHS = ['Yes.', 'No.', 'Ask again later.', 'It is decidedly so.', 'Do not count on it.'];

const startedAt = Date.now();
let answered = 0;

function health() {
  return { status: 'ok', pid: process.pid, uptimeMs: Date.now() - startedAt, answered };
}

// The same question always gets the same answer.
function answer(question: string): string {
  return TRUTHS[Number(Bun.hash(question) % BigInt(TRUTHS.length))];
}

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: PORT,
  fetch(request: Request): Response {
    const url = new URL(request.url);
    if (url.pathname === '/api/health') return Response.json(health());
    if (url.pathname !== '/api/ask') return Response.json({ error: 'not found' }, { status: 404 });
    answered++;
    return Response.json({ answer: answer(url.searchParams.get('q') ?? '') });
  },
});
console.log(`[oracle] listening on 127.0.0.1:${server.port}`);

let stopping = false;
async function stop(signal: string) {
  if (stopping) return;
  stopping = true;
  console.log(`[oracle] ${signal}: no new requests`);
  const deadline = setTimeout(() => {
    console.error('[oracle] a request did not end in time');
    process.exit(1);
  }, STOP_MS);
  await server.stop();
  clearTimeout(deadline);
  console.log(`[oracle] answered ${answered}, bye`);
  process.exit(0);
}

process.on('SIGINT', () => stop('SIGINT'));
process.on('SIGTERM', () => stop('SIGTERM'));
