import { setTimeout as pause } from 'node:timers/promises';
import { SHAPES } from '../../bench/shapes.js';
import { createEngine } from '../../src/engine/engine-source.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import type { EngineKind } from '../../src/network/engine.js';
import type { Network } from '../../src/network/network.js';
import { spreadOf } from '../../src/timing/statistics.js';
import { filterNetwork } from '../../test/support/long-filter.js';
import { encodeFile } from '../../test/support/make-wavenet.js';
import { pairedNetwork } from '../../test/support/paired-network.js';
import { randomAudio } from '../../test/support/random-network.js';

const TURNS = 15;
const SILENT_FRAMES = 4800;

/** Two LSTMs that are not at rest after half a second, at a rate that makes it long: as much as the limits allow. */
function longLstm(): Network {
  const builder = new NetworkBuilder(768_000, 1);
  let signal = builder.input;
  for (let n = 0; n < 2; n++) {
    const columns = builder.channels(signal) + 12;
    const [weight, bias] = [48 * columns, 48].map((length, k) => randomAudio(2 * n + k, 1, length)[0]);
    const zeros = new Float32Array(12);
    // Forget gates near 1.
    bias.fill(14, 12, 24);
    const numbers = { weight: weight.map((w) => w / 4), bias, initialHidden: zeros, initialCell: zeros };
    signal = builder.lstm(signal, { hiddenSize: 12, ...numbers, gates: 'exact' });
  }
  return builder.build(signal);
}

/** Networks by name. */
function networks(): [name: string, network: Network][] {
  const shapes = ['a1-standard', 'a1-nano', 'lstm-40'].map((name): [string, Network] => {
    return [name, parseModel(encodeFile(SHAPES[name].file())).network()];
  });
  const filter = filterNetwork({ taps: 20_000, surrounded: true });
  return [...shapes, ['pairs', pairedNetwork(3)], ['long filter', filter], ['long LSTM', longLstm()]];
}

/** Prints a line for each network and kind of engine. */
export async function main(): Promise<void> {
  for (const [name, network] of networks()) {
    for (const kind of ['wasm', 'interpreter'] as const)
      console.log(`${name}, ${kind}: ${await costOf(network, kind)}`);
  }
}

async function costOf(network: Network, kind: EngineKind): Promise<string> {
  let [last, blockedMs] = [performance.now(), 0];
  const watch = setInterval(() => {
    const now = performance.now();
    blockedMs = Math.max(blockedMs, now - last);
    last = now;
  }, 1);
  await pause(20);
  blockedMs = 0;
  const begun = performance.now();
  const source = await prepareEngine(network, { engine: kind });
  const prepareMs = performance.now() - begun;
  await pause(20);
  clearInterval(watch);
  const turns = prepareMs > 500 ? 1 : TURNS;
  const again = await timesOf(turns, async () => void (await prepareEngine(network, { engine: kind })));
  const create = await timesOf(turns, async () => void createEngine(source));
  const engine = createEngine(source);
  const reset = await timesOf(turns, async () => engine.reset());
  const input = Array.from({ length: engine.inputChannels }, () => new Float32Array(SILENT_FRAMES));
  const output = Array.from({ length: engine.outputChannels }, () => new Float32Array(SILENT_FRAMES));
  engine.process(output, input, SILENT_FRAMES);
  const off = Math.max(
    ...output.map((row) => row.reduce((most, y) => Math.max(most, Math.abs(y - row[row.length - 1])), 0)),
  );
  const { bytes, image } = source.kind === 'interpreter' ? { bytes: [], image: [] } : source.program;
  const times = `prepared ${ms(prepareMs)} (again ${ms(again)}), blocking ${ms(blockedMs)}, engine ${ms(create)}, reset ${ms(reset)}`;
  return `${times}; module ${bytes.length} B, image ${image.length} B; silence is off by ${off.toPrecision(2)}`;
}

async function timesOf(turns: number, work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  return spreadOf(times).median;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 3 : 0)} ms`;
}
