import { cpus } from 'node:os';
import { createEngine } from '../../engine/engine-source.js';
import { prepareEngine } from '../../engine/prepare.js';
import { DilatoneError } from '../../errors.js';
import { networkFacts } from '../../network/facts.js';
import { ceiling, engineContender, MACS_PER_TURN } from '../../timing/contenders.js';
import { type LoadSizes, timeLoad } from '../../timing/loading.js';
import { type RaceOptions, race } from '../../timing/race.js';
import { fastest, type Speed, type Spread, speedOf, spreadOf } from '../../timing/statistics.js';
import type { BenchRequest } from '../arguments.js';
import { readModel, readModelFile } from '../files.js';
import { jsonText, oneLine, throwIfInterrupted } from '../io.js';

/** What `dilatone bench` measures. */
export interface BenchFigures extends LoadSizes {
  readonly model: string;
  readonly runtime: string;
  readonly processor: string;
  readonly blockFrames: number;
  readonly macsPerFrame: number;
  /** 10⁹ multiply-adds per second of a loop on registers only. */
  readonly ceilingGmacs: number;
  readonly parseMs: Spread;
  /** To WebAssembly, and from there to the runtime's machine code. */
  readonly compileMs: Spread;
  readonly variants: readonly (Speed & { readonly name: string })[];
}

/** The usual render quantum. */
const BLOCK_FRAMES = 128;
const LOADS = 9;

/** Long enough for steady figures, short enough to wait for. */
const PACE: Pace = { rounds: 25, sliceMs: 20, warmUpMs: 300 };

/** How long to measure. */
export type Pace = Omit<RaceOptions, 'onRound'>;

/** How fast a model runs in this process: a text for people, or the figures as JSON. */
export async function benchModel(request: BenchRequest, signal: AbortSignal, pace = PACE): Promise<string> {
  const figures = await measure(request.model, signal, pace);
  return request.json ? `${jsonText(figures, 2)}\n` : describe(figures);
}

async function measure(path: string, signal: AbortSignal, pace: Pace): Promise<BenchFigures> {
  const model = await readModel(path);
  const exact = model.network();
  const fast = model.network({ tanh: 'fast' });
  const ceilings = (['plain', 'relaxed'] as const).map(ceiling).filter((loop) => loop !== null);
  if (ceilings.length === 0) throw new DilatoneError('unsupported', 'WebAssembly', 'expected SIMD, got none');

  const variants = [{ name: 'exact tanh', network: exact, multiplyAdd: 'plain' as 'plain' | 'relaxed' }];
  if (fast === exact) variants[0].name = 'compiled';
  else variants.push({ name: 'fast tanh', network: fast, multiplyAdd: 'plain' });
  if (ceilings.length > 1) variants.push({ name: 'relaxed', network: exact, multiplyAdd: 'relaxed' });
  const engines = await Promise.all(
    variants.map(async ({ name, network, multiplyAdd }) => {
      const source = await prepareEngine(network, { engine: 'wasm', multiplyAdd });
      return engineContender(name, createEngine(source), BLOCK_FRAMES);
    }),
  );

  const onRound = () => throwIfInterrupted(signal, 'bench');
  const laps = await race([...ceilings, ...engines], { ...pace, onRound });
  const ceilingLaps = fastest(laps.slice(0, ceilings.length));
  const { macsPerFrame } = networkFacts(exact);
  const course = { sampleRate: exact.sampleRate, blockFrames: BLOCK_FRAMES, macsPerFrame, ceilingLaps };
  return {
    model: path,
    runtime: `Node ${process.versions.node}, V8 ${process.versions.v8}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    blockFrames: BLOCK_FRAMES,
    macsPerFrame,
    ceilingGmacs: MACS_PER_TURN / spreadOf(ceilingLaps).median,
    variants: variants.map(({ name }, n) => ({ name, ...speedOf(laps[ceilings.length + n], course) })),
    ...(await loadFigures(path)),
  };
}

async function loadFigures(path: string): Promise<LoadSizes & Pick<BenchFigures, 'parseMs' | 'compileMs'>> {
  const file = await readModelFile(path);
  const loads = [await timeLoad(file)];
  while (loads.length < LOADS) loads.push(await timeLoad(file));
  return {
    ...loads[0].sizes,
    parseMs: spreadOf(loads.map(({ times }) => times.parseMs)),
    compileMs: spreadOf(loads.map(({ times }) => times.compileMs + times.moduleMs)),
  };
}

function describe(figures: BenchFigures): string {
  const { macsPerFrame, ceilingGmacs, variants, parseMs, compileMs } = figures;
  const rows = variants.map(({ name, nsPerFrame, timesRealTime, shareOfCeiling }) => {
    const { median, low, high } = nsPerFrame;
    const speed = `${rounded(median, 4)} ns per frame (${rounded(low, 3)} … ${rounded(high, 3)})`;
    return [name, `${speed}, ${rounded(timesRealTime, 3)} × real time, ${percent(shareOfCeiling)} of the ceiling`];
  });
  const kib = (bytes: number) => `${rounded(bytes / 1024, 3)} KiB`;
  rows.push(
    ['multiply-adds', `${macsPerFrame} per frame; ceiling ${rounded(ceilingGmacs, 3)} · 10⁹ per second`],
    ['load', `${rounded(parseMs.median, 2)} ms to parse, ${rounded(compileMs.median, 2)} ms to compile`],
    ['size', `module ${kib(figures.moduleBytes)}, memory ${kib(figures.memoryBytes)} for each instance`],
  );
  const title = `${figures.model}: ${figures.runtime}; ${figures.processor}; blocks of ${figures.blockFrames} frames`;
  const lines = rows.map(([label, value]) => `  ${label.padEnd(15)}${value}`);
  return `${[oneLine(title), '', ...lines, '', ...NOTES].join('\n')}\n`;
}

/** How to read the figures. */
const NOTES = [
  'Medians, with quartiles in brackets, on one core of this machine in this Node; a browser may have another compiler',
  '(Node 20 has an older one, with slower code, than current browsers). Compare only figures of the same run.',
];

/** Rounded to significant digits, without an exponent. */
function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
