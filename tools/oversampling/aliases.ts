import { readdirSync, readFileSync } from 'node:fs';
import { createPreparedEngine, type EngineSource } from '../../src/engine/engine-source.js';
import { InterleavedEngine } from '../../src/engine/oversample/interleaved-engine.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { designResampledEngine, ResampledEngine } from '../../src/engine/resample/resampled-engine.js';
import { parseModel } from '../../src/formats/parse-model.js';
import type { Engine } from '../../src/network/engine.js';
import type { Network } from '../../src/network/network.js';
import { aliasesDb, probeSine } from '../../test/support/aliases.js';

const MODELS = new URL('../../models/', import.meta.url);
const FACTORS = [1, 2, 4];
const TURNS = 7;

/** Prints a line for each model: aliases at each factor, cost relative to the model alone, and latency. */
export async function main(frequencyHz = 3000, peakDb = -6): Promise<void> {
  console.log(`aliases of a sine of ${frequencyHz} Hz at ${peakDb} dBFS, below 20 kHz, against its loudest line`);
  console.log('| model | 1 × | 2 × | 4 × | cost 2 × | cost 4 × |');
  console.log('|---|--:|--:|--:|--:|--:|');
  for (const file of readdirSync(MODELS).filter((name) => /\.(nam|safetensors)$/.test(name))) {
    const network = parseModel(readFileSync(new URL(file, MODELS))).network();
    const source = await prepareEngine(network);
    const sine = probeSine(frequencyHz, network.sampleRate, 10 ** (peakDb / 20), 2 ** 15);
    const levels = FACTORS.map((factor) => {
      const sound = render(engineFor(source, network, factor), sine);
      return `${aliasesDb(sound, frequencyHz, network.sampleRate).toFixed(0)} dB`;
    });
    const ms = await costs(source, network, sine);
    const ratios = ms.slice(1).map((one) => (one / ms[0]).toFixed(1));
    console.log(`| ${file} | ${[...levels, ...ratios].join(' | ')} |`);
  }
  const latencies = FACTORS.slice(1).map((factor) => designResampledEngine(48_000, factor * 48_000).latencyFrames);
  console.log(`latency at 48 kHz: ${latencies.join(' and ')} frames`);
}

function engineFor(source: EngineSource, { sampleRate }: Network, factor: number): Engine {
  const engines = Array.from({ length: factor }, () => createPreparedEngine(source));
  if (factor === 1) return engines[0];
  return new ResampledEngine(new InterleavedEngine(engines), designResampledEngine(sampleRate, factor * sampleRate));
}

function render(engine: Engine, input: Float32Array): Float32Array {
  const output = new Float32Array(input.length);
  for (let start = 0; start + 128 <= input.length; start += 128) {
    engine.process([output.subarray(start, start + 128)], [input.subarray(start, start + 128)], 128);
  }
  return output;
}

/** The shortest time of each factor in ms, in turns. */
async function costs(source: EngineSource, network: Network, input: Float32Array): Promise<number[]> {
  const engines = FACTORS.map((factor) => engineFor(source, network, factor));
  const least = FACTORS.map(() => Number.POSITIVE_INFINITY);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [n, engine] of engines.entries()) {
      const startMs = performance.now();
      render(engine, input);
      least[n] = Math.min(least[n], performance.now() - startMs);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return least;
}
