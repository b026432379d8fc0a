import { readFileSync } from 'node:fs';
import { prepareEngine } from '../../src/engine/prepare.js';
import { parseModel } from '../../src/formats/parse-model.js';

const TURNS = 200;

/** Prints the median and the fastest time of a turn: folding the control into weights, and preparing the engine. */
export async function main(): Promise<void> {
  const file = new URL('../../models/opto-compressor.safetensors', import.meta.url);
  const model = parseModel(readFileSync(file));
  const [{ name, minimum, maximum }] = model.info.controls;
  const foldMs: number[] = [];
  const prepareMs: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const value = minimum + ((maximum - minimum) * turn) / TURNS;
    const startMs = performance.now();
    const network = model.network({ controls: { [name]: value } });
    const foldedMs = performance.now();
    await prepareEngine(network);
    foldMs.push(foldedMs - startMs);
    prepareMs.push(performance.now() - foldedMs);
  }
  for (const [what, times] of Object.entries({ fold: foldMs, prepare: prepareMs })) {
    const sorted = times.sort((a, b) => a - b);
    console.log(`${what}: median ${sorted[TURNS / 2].toFixed(3)} ms, fastest ${sorted[0].toFixed(3)} ms`);
  }
}
