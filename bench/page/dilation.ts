import { fastestMultiplyAdd } from '../../src/controller/node/live-engine.js';
import { createEngine } from '../../src/engine/engine-source.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { engineContender } from '../../src/timing/contenders.js';
import { timeLoad } from '../../src/timing/loading.js';
import { type RaceOptions, race } from '../../src/timing/race.js';
import { encodeFile } from '../../test/support/make-wavenet.js';
import type { DilationResult } from '../report/results.js';
import { DILATIONS, dilatedFile } from '../shapes.js';
import { modelIn } from './models.js';

const BLOCK_FRAMES = 128;

/** Races stacks that differ in their dilations only. */
export async function raceDilations(pace: RaceOptions): Promise<DilationResult[]> {
  const stacks = [];
  const multiplyAdd = await fastestMultiplyAdd();
  for (const { title, dilations } of DILATIONS) {
    const file = dilatedFile(dilations);
    const model = modelIn(file);
    const engine = createEngine(await prepareEngine(model.network(), { engine: 'wasm', multiplyAdd }));
    const { memoryBytes } = (await timeLoad(encodeFile(file))).sizes;
    const contender = engineContender(title, engine, BLOCK_FRAMES);
    stacks.push({ title, receptiveField: model.info.receptiveField, memoryBytes, contender });
  }
  const contenders = stacks.map(({ contender }) => contender);
  const laps = await race(contenders, pace);
  return stacks.map(({ contender: _, ...facts }, n) => ({ ...facts, blockFrames: BLOCK_FRAMES, ns: laps[n] }));
}
