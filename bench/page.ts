import { parseModel } from '../src/formats/parse-model.js';
import { A1, makeWaveNetFile } from '../test/support/make-wavenet.js';
import { dilatone, measureCeiling, noise, openDawNam } from './contenders.js';
import { race, type Timing } from './contender.js';

/** Figures of one network shape. */
export interface ShapeResult {
  readonly shape: string;
  readonly macsPerFrame: number;
  readonly blockFrames: number;
  readonly timings: readonly Timing[];
  /** 10⁹ multiply-adds per second of a register-only loop, measured before this shape. */
  readonly ceiling: number;
}

/** Runs in the page; `run.mjs` calls it. */
async function benchmark(shape: keyof typeof A1, blockFrames: number, rounds: number): Promise<ShapeResult> {
  const file = makeWaveNetFile(A1[shape], 1);
  const model = parseModel(new TextEncoder().encode(JSON.stringify(file)));
  const block = noise(blockFrames);
  const contenders = [
    await dilatone('dilatone', model, block, { engine: 'wasm' }),
    await dilatone('dilatone, relaxed', model, block, { engine: 'wasm', multiplyAdd: 'relaxed' }),
    await dilatone('dilatone, interpreted', model, block, { engine: 'interpreter' }),
    await openDawNam(file, block),
  ];
  const ceiling = await measureCeiling();
  const timings = await race(contenders, blockFrames, rounds);
  return { shape, macsPerFrame: model.info.macsPerFrame, blockFrames, timings, ceiling };
}

Object.assign(globalThis, { benchmark });
