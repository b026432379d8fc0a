// Opens and plays spoiled files of every format, in worker threads that are watched from outside: a file must be refused in one
// line, or play, with both engines in agreement where the network is not chaotic (test/support/fuzz/agreement.ts decides), and
// within two seconds and 300 MB.
// usage: node tools/fuzz/fuzz.mjs [--files 200000] [--seed 0] [--workers 2] [--one SEED]
// Ends with 1 where there was a fault; each fault names its seed, and `--one SEED --save FILE` writes that file.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { loadFuzz } from './load.mjs';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '0' },
    workers: { type: 'string', default: '2' },
    one: { type: 'string' },
    save: { type: 'string' },
  },
});

const MOST_MS = 2000;
const MOST_BYTES = 300 * 2 ** 20;
const POLL_MS = 100;
/** A worker takes this many files, then a fresh one goes on, so that memory that one file took is seen. */
const BATCH = 2000;

if (values.one !== undefined) await runOne(Number(values.one));
else await runAll(Number(values.seed), Number(values.files), Number(values.workers));

/** Runs one file in this process and prints what became of it. */
async function runOne(seed) {
  const { fuzzFile, tryFile } = await loadFuzz();
  const { kind, bytes } = fuzzFile(seed);
  if (values.save) writeFileSync(values.save, bytes);
  const start = performance.now();
  console.log(kind, bytes.length, 'bytes', JSON.stringify(tryFile(bytes, seed)));
  console.log(`${Math.round(performance.now() - start)} ms`);
}

async function runAll(first, files, workers) {
  const end = first + files;
  const counts = new Map();
  const faults = [];
  const slow = [];
  const note = (what, add = 1) => counts.set(what, (counts.get(what) ?? 0) + add);
  let next = first;
  let done = 0;

  const runWorker = async () => {
    while (next < end) {
      const from = next;
      const to = Math.min(end, from + BATCH);
      next = to;
      for (let at = from; at < to; ) {
        const result = await runBatch(at, to);
        for (const [what, count] of Object.entries(result.counts)) note(what, count);
        for (const fault of result.faults) {
          if (fault.isSlow) slow.push(fault.seed);
          else report(fault);
        }
        done += result.reached - at;
        at = result.reached;
      }
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${files}`);
      else if (Math.floor(done / 20_000) > Math.floor((done - (to - from)) / 20_000))
        console.error(`${done} of ${files}`);
    }
  };
  const report = (fault) => {
    faults.push(fault);
    note('fault');
    console.log(`seed ${fault.seed} (${fault.kind}): ${fault.what.split('\n', 3).join(' | ')}`);
  };
  await Promise.all(Array.from({ length: workers }, runWorker));
  // A busy machine stops threads for seconds: what was slow is slow if it is so again, alone and twice.
  for (const seed of slow) {
    const results = [await runBatch(seed, seed + 1), await runBatch(seed, seed + 1)];
    const again = results.map((result) => result.faults[0]);
    if (again.every((fault) => fault !== undefined)) report(again[0]);
    else note('slow once');
  }
  console.log(`${files} files, seeds ${first} … ${end - 1}:`);
  for (const [what, count] of [...counts].sort()) console.log(`  ${what}: ${count}`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

/** Runs files in a worker until the last, or until one hangs, exhausts memory or ends the worker. */
function runBatch(from, to) {
  const state = new SharedArrayBuffer(16);
  const progress = new Int32Array(state);
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), {
    workerData: { from, to, state },
    resourceLimits: { maxOldGenerationSizeMb: MOST_BYTES / 2 ** 20 },
  });
  const counts = {};
  const faults = [];
  return new Promise((resolve) => {
    let since = performance.now();
    let current = -1;
    const finish = (reached) => {
      clearInterval(timer);
      resolve({ counts, faults, reached });
    };
    const giveUp = (what) => {
      clearInterval(timer);
      const seed = Atomics.load(progress, 0);
      faults.push({ seed, kind: 'watched', what, isSlow: true });
      worker.removeAllListeners('exit');
      worker.terminate().then(() => finish(seed + 1));
    };
    const timer = setInterval(() => {
      const seed = Atomics.load(progress, 0);
      const now = performance.now();
      if (seed !== current || Atomics.load(progress, 1) === 0) [current, since] = [seed, now];
      else if (now - since > MOST_MS) giveUp(`takes more than ${MOST_MS} ms`);
    }, POLL_MS);
    worker.on('message', ({ seed, kind, outcome, bytes }) => {
      if (bytes > MOST_BYTES) faults.push({ seed, kind, what: `takes ${Math.round(bytes / 2 ** 20)} MB` });
      if (outcome.kind === 'fault') faults.push({ seed, kind, what: outcome.what });
      const what = `${kind} ${outcome.kind} ${outcome.code ?? outcome.agreement ?? ''}`.trim();
      if (outcome.kind !== 'fault') counts[what] = (counts[what] ?? 0) + 1;
    });
    worker.on('error', (error) => {
      worker.removeAllListeners('exit');
      // Nothing can be tried where the sources do not load.
      if (Atomics.load(progress, 2) === 0) throw error;
      const seed = Atomics.load(progress, 0);
      faults.push({ seed, kind: 'watched', what: `ends the thread: ${error.stack ?? error}` });
      finish(seed + 1);
    });
    worker.on('exit', () => finish(to));
  });
}
