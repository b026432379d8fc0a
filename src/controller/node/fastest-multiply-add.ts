import type { MultiplyAdd } from '../../compiler/program.js';
import { createEngine } from '../../engine/engine-source.js';
import { yieldToEventLoop } from '../../engine/event-loop.js';
import { canCompile, prepareEngine } from '../../engine/prepare.js';
import { NetworkBuilder } from '../../network/builder.js';
import type { Network } from '../../network/network.js';

const KINDS = ['plain', 'relaxed'] as const satisfies readonly MultiplyAdd[];
/** `plain` is the same sound on every machine, so that `relaxed` must be worth it. */
const WORTH = 1.05;
/** The kinds take turns; the fastest turn of each counts. */
const TURN_MS = 3;
/** The measurement ends when so many turns of both brought nothing: browsers compile first fast, then well. */
const SETTLED_TURNS = 10;
const GAIN = 1.02;
/** It ends in any case after this. */
const BUDGET_MS = 400;

const BLOCK_FRAMES = 128;
const CHANNELS = 8;
const KERNEL_SIZE = 3;
const LAYERS = 16;

let found: Promise<MultiplyAdd> | undefined;

/**
 * The kind of multiply-add that runs convolutions fastest on this machine: `relaxed` where it is available and clearly faster.
 * Measured once, in some 100 ms on this thread with pauses, and known from then on.
 */
export function fastestMultiplyAdd(): Promise<MultiplyAdd> {
  found ??= canCompile('relaxed') ? measure() : Promise.resolve('plain');
  return found;
}

async function measure(): Promise<MultiplyAdd> {
  const network = stack();
  const runs = await Promise.all(KINDS.map((multiplyAdd) => blockRunner(network, multiplyAdd)));
  const most = runs.map(() => 0);
  const endMs = performance.now() + BUDGET_MS;
  for (let settled = 0; settled < SETTLED_TURNS && performance.now() < endMs; settled++) {
    for (const [n, run] of runs.entries()) {
      const speed = blocksPerMs(run);
      if (speed > GAIN * most[n]) settled = 0;
      most[n] = Math.max(most[n], speed);
    }
    await yieldToEventLoop();
  }
  const [plain, relaxed] = most;
  return relaxed > WORTH * plain ? 'relaxed' : 'plain';
}

/** Layers as they are in most captures; large enough that the call of a block costs next to nothing. */
function stack(): Network {
  const builder = new NetworkBuilder(48_000, CHANNELS);
  const layer = {
    outChannels: CHANNELS,
    kernelSize: KERNEL_SIZE,
    weight: new Float32Array(CHANNELS * CHANNELS * KERNEL_SIZE).fill(1 / (CHANNELS * KERNEL_SIZE)),
    bias: null,
  };
  let signal = builder.input;
  for (let n = 0; n < LAYERS; n++) signal = builder.conv1d(signal, layer);
  return builder.build(signal);
}

/** A function that runs one block. */
async function blockRunner(network: Network, multiplyAdd: MultiplyAdd): Promise<() => void> {
  const engine = createEngine(await prepareEngine(network, { engine: 'wasm', multiplyAdd }));
  const [input, output] = [0.5, 0].map((level) =>
    Array.from({ length: CHANNELS }, () => new Float32Array(BLOCK_FRAMES).fill(level)),
  );
  return () => engine.process(output, input, BLOCK_FRAMES);
}

function blocksPerMs(run: () => void): number {
  const startMs = performance.now();
  let elapsedMs = 0;
  let blocks = 0;
  for (; elapsedMs < TURN_MS; elapsedMs = performance.now() - startMs) {
    run();
    blocks++;
  }
  return blocks / elapsedMs;
}
