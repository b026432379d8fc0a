import { createEngine } from '../../src/engine/engine-source.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { cabinetNetwork } from '../../src/rig/cabinet/cabinet-network.js';

const BLOCK_FRAMES = 128;
/** Frames after which the work of blocks repeats. */
const PERIOD_FRAMES = 512;
const PERIODS = 400;

/**
 * Prints what cabinets of several lengths cost to load and to run. Of each block of a period the least time is taken, as other
 * work of the machine only adds to it.
 */
export async function main(): Promise<void> {
  for (const sampleRate of [48_000, 96_000]) {
    for (const seconds of [0.05, 0.2, 1, 2, 5, 10]) {
      for (const channels of [1, 2]) await measure(sampleRate, seconds, channels);
    }
  }
}

async function measure(sampleRate: number, seconds: number, count: number): Promise<void> {
  const channels = Array.from({ length: count }, () => decay(seconds * 44_100));
  const start = performance.now();
  const { network, info } = cabinetNetwork({ channels, sampleRate: 44_100 }, { sampleRate, lengthSeconds: 10 });
  const prepared = performance.now();
  const source = await prepareEngine(network, { engine: 'wasm' });
  const engine = createEngine(source);
  const loaded = performance.now();
  const bytes = source.kind === 'module' ? source.program.imageAddress + source.program.image.byteLength : 0;
  const input = channels.map(() => decay(BLOCK_FRAMES));
  const output = channels.map(() => new Float32Array(BLOCK_FRAMES));
  const least = new Array<number>(PERIOD_FRAMES / BLOCK_FRAMES).fill(Number.POSITIVE_INFINITY);
  for (let n = 0; n < PERIODS * least.length; n++) {
    const before = performance.now();
    engine.process(output, input, BLOCK_FRAMES);
    const phase = n % least.length;
    least[phase] = Math.min(least[phase], performance.now() - before);
  }
  const nsPerFrame = (least.reduce((sum, ms) => sum + ms, 0) * 1e6) / PERIOD_FRAMES;
  console.log(
    `${sampleRate} Hz, ${seconds} s, ${count} channels, ${info.frames} taps:`,
    `${(prepared - start).toFixed(0)} ms to prepare, ${(loaded - prepared).toFixed(0)} ms to compile;`,
    `${nsPerFrame.toFixed(0)} ns a frame (${((nsPerFrame * sampleRate) / 1e7).toFixed(1)} % of a core),`,
    `blocks up to ${Math.max(...least).toFixed(3)} ms of ${((1000 * BLOCK_FRAMES) / sampleRate).toFixed(2)};`,
    `${(bytes / 2 ** 20).toFixed(1)} MB`,
  );
}

function decay(frames: number): Float32Array {
  return Float32Array.from({ length: frames }, (_, t) => (Math.random() - 0.5) * Math.exp((-6 * t) / frames));
}
