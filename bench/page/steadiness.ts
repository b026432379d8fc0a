import { fastestMultiplyAdd } from '../../src/controller/node/live-engine.js';
import { createEngine } from '../../src/engine/engine-source.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { yieldToEventLoop } from '../../src/engine/warm-up.js';
import { ceiling, engineContender } from '../../src/timing/contenders.js';
import { type Contender, race } from '../../src/timing/race.js';
import { quantile, ratioOf } from '../../src/timing/statistics.js';
import type { BlockTimes, SteadinessResult } from '../report/results.js';
import { shapeOf } from '../shapes.js';
import { modelIn } from './models.js';

const BLOCK_FRAMES = 128;

/**
 * Times every block by itself, alternating with a loop on registers that takes as long. Slow turns of the loop are caused by
 * the machine and the browser, not by the engine.
 */
export async function timeBlocks(request: {
  readonly shape: string;
  readonly seconds: number;
}): Promise<Omit<SteadinessResult, 'pinnedCore'>> {
  const { shape, seconds } = request;
  const { title, file } = shapeOf(shape);
  const multiplyAdd = await fastestMultiplyAdd();
  const source = await prepareEngine(modelIn(file()).network(), { engine: 'wasm', multiplyAdd });
  const engine = engineContender('engine', createEngine(source), BLOCK_FRAMES);
  const loop = ceiling('plain') as Contender;
  const [engineLaps, loopLaps] = await race([engine, loop], { rounds: 25, sliceMs: 20, warmUpMs: 1000 });
  const loopTurns = Math.max(1, Math.round(ratioOf(engineLaps, loopLaps).median));

  const times: { engine: number[]; loop: number[] } = { engine: [], loop: [] };
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end) {
    for (let n = 0; n < 1000; n++) {
      const start = performance.now();
      engine.run(1);
      const middle = performance.now();
      loop.run(loopTurns);
      times.engine.push(middle - start);
      times.loop.push(performance.now() - middle);
    }
    await yieldToEventLoop();
  }
  const blocks = times.engine.length;
  return { shape, title, seconds, blocks, engine: blockTimes(times.engine), loop: blockTimes(times.loop) };
}

function blockTimes(ms: readonly number[]): BlockTimes {
  const microseconds = (share: number) => 1000 * quantile(ms, share);
  return { medianUs: microseconds(0.5), slowestUs: microseconds(0.999), mostUs: microseconds(1) };
}
