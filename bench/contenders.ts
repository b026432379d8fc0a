import { createNamModule, NamWasmModule } from '@opendaw/nam-wasm';
import namWasmUrl from '@opendaw/nam-wasm/nam.wasm?url';
import type { Engine } from '../src/engine/engine.js';
import { createEngine } from '../src/engine/engine-source.js';
import { type PrepareOptions, prepareEngine } from '../src/engine/prepare.js';
import type { Model } from '../src/formats/model.js';
import type { Contender } from './contender.js';
import { ceilingModule } from './ceiling.js';

/** One block of noise at −12 dBFS peak; the same for everybody. */
export function noise(frames: number): Float32Array {
  let seed = 1;
  return Float32Array.from({ length: frames }, () => {
    seed = (seed * 48271) % 2147483647;
    return (seed / 2147483647 - 0.5) / 2;
  });
}

/** Dilatone with one of its engines. */
export async function dilatone(name: string, model: Model, block: Float32Array, options: PrepareOptions): Promise<Contender> {
  const engine: Engine = createEngine(await prepareEngine(model.network(), { ...options, maxFrames: block.length }));
  const input = [block];
  const output = [new Float32Array(block.length)];
  return {
    name,
    run: (blocks) => {
      for (let n = 0; n < blocks; n++) engine.process(output, input, block.length);
    },
  };
}

/** The existing web port of NeuralAmpModelerCore; it always uses the fast tanh. */
export async function openDawNam(file: object, block: Float32Array): Promise<Contender> {
  const module = await createNamModule({ locateFile: () => namWasmUrl });
  const nam = NamWasmModule.fromModule(module, block.length);
  nam.setSampleRate(48000);
  nam.setMaxBufferSize(block.length);
  const id = nam.createInstance();
  if (!nam.loadModel(id, JSON.stringify(file))) throw new Error('nam-wasm: the model was refused');
  const output = new Float32Array(block.length);
  return {
    name: '@opendaw/nam-wasm',
    run: (blocks) => {
      for (let n = 0; n < blocks; n++) nam.process(id, block, output);
    },
  };
}

/** Multiply-adds per second, in 10⁹, that the processor's vector units can do: a loop that only touches registers. */
export async function measureCeiling(): Promise<number> {
  const { bytes, macsPerTurn } = ceilingModule();
  const { instance } = await WebAssembly.instantiate(bytes);
  const run = instance.exports.run as (turns: number) => void;
  const turns = 200_000;
  let best = Number.POSITIVE_INFINITY;
  for (let n = 0; n < 60; n++) {
    const start = performance.now();
    run(turns);
    best = Math.min(best, performance.now() - start);
  }
  return (turns * macsPerTurn) / best / 1e6;
}
