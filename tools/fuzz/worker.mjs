import { parentPort, workerData } from 'node:worker_threads';
import { loadFuzz } from './load.mjs';

const { from, to, state } = workerData;
const progress = new Int32Array(state);
Atomics.store(progress, 0, from);
const { fuzzFile, tryFile } = await loadFuzz();
Atomics.store(progress, 2, 1);

/** Bytes of typed arrays and of WebAssembly, which the limit of the heap does not count. */
const external = () => process.memoryUsage().external;

for (let seed = from; seed < to; seed++) {
  Atomics.store(progress, 0, seed);
  // Watched from here: the maker opens some files, too, to give them as many weights as they ask for.
  Atomics.store(progress, 1, 1);
  const { kind, bytes } = fuzzFile(seed);
  const before = external();
  const outcome = tryFile(bytes, seed);
  Atomics.store(progress, 1, 0);
  parentPort.postMessage({ seed, kind, outcome, bytes: external() - before });
}
