import { compileNetwork } from '../../src/compiler/compile.js';
import { createEngine } from '../../src/engine/engine-source.js';
import { canCompile } from '../../src/engine/prepare.js';
import { engineContender } from '../../src/timing/contenders.js';
import { type Contender, type RaceOptions, race } from '../../src/timing/race.js';
import type { TilingResult } from '../report/results.js';
import { shapeOf } from '../shapes.js';
import { modelIn } from './models.js';

const BLOCK_FRAMES = 128;

/** Rows × vectors of frames that a kernel accumulates at once; the first is the default. */
const TILINGS = [
  [2, 4],
  [4, 2],
  [3, 2],
  [5, 2],
  [6, 2],
  [3, 4],
] as const;

/**
 * Races programs of one network that differ in how their kernels use registers, and in their multiply-add if the browser
 * supports both.
 */
export async function raceTilings({ shape, pace }: { shape: string; pace: RaceOptions }): Promise<TilingResult> {
  const { title, file } = shapeOf(shape);
  const network = modelIn(file()).network();
  const contenders: Contender[] = [];
  for (const multiplyAdd of (['plain', 'relaxed'] as const).filter(canCompile)) {
    for (const [rows, vectors] of TILINGS) {
      const program = compileNetwork(network, { tiling: { accumulators: rows * vectors, vectors }, multiplyAdd });
      const engine = createEngine({ kind: 'bytes', program });
      contenders.push(engineContender(`${rows} × ${vectors}, ${multiplyAdd}`, engine, BLOCK_FRAMES));
    }
  }
  const laps = await race(contenders, pace);
  const tilings = laps.map((ns, n) => ({ name: contenders[n].name, ns }));
  return { shape, title, blockFrames: BLOCK_FRAMES, tilings };
}
