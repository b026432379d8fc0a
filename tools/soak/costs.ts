import './worklet-scope.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { designResampledEngine } from '../../src/engine/resample/resampled-engine.js';
import type { Request } from '../../src/live/protocol.js';
import type { Network } from '../../src/network/network.js';
import { seededRandom } from '../../test/support/seeded-random.js';
import { recurrentNetwork } from '../../test/support/small-networks.js';
import { DilatoneProcessor } from '../../worklets/dilatone-processor.js';
import { networks } from './models.js';
import { RATE_HZ } from './sound.js';

const QUANTUM_FRAMES = 128;
const QUANTUM_MS = (1000 * QUANTUM_FRAMES) / RATE_HZ;
/** Quanta of one measurement, and measurements of each sound: the fastest counts, because other programs only slow it down. */
const QUANTA = 100;
const ROUNDS = 60;

/** Limits: the cost of a sound relative to noise, and the meters' share of a quantum's time. */
const MOST_RATIO = 1.2;
const MOST_METERS_SHARE = 0.01;

const random = seededRandom(1);
const fill = (sample: (t: number) => number) => Float32Array.from({ length: QUANTUM_FRAMES }, (_, t) => sample(t));

/** Sounds by name; before each one, noise at full scale is played. */
const SOUNDS: Readonly<Record<string, Float32Array>> = {
  noise: fill(() => random() - 0.5),
  'silence after it': fill(() => 0),
  'a constant': fill(() => 1),
  'a full-scale square': fill((t) => (t % 64 < 32 ? 1 : -1)),
  'denormal numbers': fill((t) => (t % 2 === 0 ? 1e-40 : -3e-39)),
  'numbers of −700 dB': fill((t) => 1e-35 * Math.sin(t)),
  'numbers of −560 dB': fill((t) => 1e-28 * Math.sin(t)),
};

const PARAMETERS = {
  inputGainDb: Float32Array.of(0),
  outputGainDb: Float32Array.of(0),
  mix: Float32Array.of(1),
};

/** Milliseconds of one quantum, in the fastest of several runs. */
function measure(processor: DilatoneProcessor, sound: Float32Array, rounds = ROUNDS): number {
  const output = [[new Float32Array(QUANTUM_FRAMES)]];
  const play = (quantum: Float32Array) => {
    for (let n = 0; n < QUANTA; n++) processor.process([[quantum]], output, PARAMETERS);
  };
  let least = Number.POSITIVE_INFINITY;
  play(SOUNDS.noise);
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    play(sound);
    least = Math.min(least, (performance.now() - start) / QUANTA);
  }
  return least;
}

/** The port that the scope gave to a processor. */
function portOf(processor: object): { onmessage(event: { data: Request }): void } {
  return (processor as { port: ReturnType<typeof portOf> }).port;
}

/** Times sounds that could be slow, and the meters; prints a table and returns an exit code. */
export async function main(): Promise<number> {
  const layout = { inputChannels: 1, outputChannels: 1 };
  const create = async (network: Network, engine: 'wasm' | 'interpreter', modelHz = RATE_HZ) => {
    const source = await prepareEngine(network, { engine });
    const resampling = modelHz === RATE_HZ ? null : designResampledEngine(RATE_HZ, modelHz);
    return new DilatoneProcessor({ processorOptions: { layout, source, resampling } });
  };
  let fine = true;
  const cases: [string, Network, 'wasm' | 'interpreter', modelHz?: number][] = [
    ...Object.entries(networks()).map(([name, network]): [string, Network, 'wasm'] => [name, network, 'wasm']),
    ['nano between resamplers', networks().nano, 'wasm', 44_100],
    ['LSTM', recurrentNetwork(), 'wasm'],
    ['LSTM', recurrentNetwork(), 'interpreter'],
  ];
  for (const [name, network, engine, modelHz] of cases) {
    console.log(`\n${name}, ${engine}: cost of a quantum, by sound`);
    const processor = await create(network, engine, modelHz);
    measure(processor, SOUNDS.noise, 3 * ROUNDS);
    const normal = measure(processor, SOUNDS.noise);
    for (const [sound, quantum] of Object.entries(SOUNDS)) {
      const ratio = measure(processor, quantum) / normal;
      const verdict = ratio <= MOST_RATIO ? '' : `  TOO MUCH, expected ${MOST_RATIO} at most`;
      fine &&= verdict === '';
      console.log(`  ${sound.padEnd(20)} ${ratio.toFixed(2)}${verdict}`);
    }
  }
  const processor = await create(networks().nano, 'wasm');
  measure(processor, SOUNDS.noise, 3 * ROUNDS);
  const without = measure(processor, SOUNDS.noise);
  const request: Request = { type: 'setMeters', id: 1, intervalFrames: 1600 };
  portOf(processor).onmessage({ data: request });
  measure(processor, SOUNDS.noise, 3 * ROUNDS);
  const share = (measure(processor, SOUNDS.noise) - without) / QUANTUM_MS;
  fine &&= share < MOST_METERS_SHARE;
  console.log(
    `\nmeters: ${(100 * share).toFixed(3)} % of a quantum's time (expected less than ${100 * MOST_METERS_SHARE} %)`,
  );
  console.log(fine ? '\nPASSED' : '\nFAILED');
  return fine ? 0 : 1;
}
