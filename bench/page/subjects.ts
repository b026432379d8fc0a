import { createNamModule, NamWasmModule } from '@opendaw/nam-wasm';
import namWasmUrl from '@opendaw/nam-wasm/nam.wasm?url';
import onnxWasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import * as onnxRuntime from 'onnxruntime-web/wasm';
import { createEngine } from '../../src/engine/engine-source.js';
import { type PrepareOptions, prepareEngine } from '../../src/engine/prepare.js';
import type { TanhMode } from '../../src/model/model.js';
import type { Network } from '../../src/network/network.js';
import { engineContender, noise } from '../../src/timing/contenders.js';
import type { Contender } from '../../src/timing/race.js';
import { networkToOnnx } from '../onnx/network-to-onnx.js';
import { OnnxEngine } from '../onnx/onnx-engine.js';

/** An engine to check and to time. It has one input and one output. */
export interface Subject extends Contender {
  /** How it computes tanh. */
  readonly tanh: TanhMode;
  /** Processes one block; the output is valid until the next call. */
  process(block: Float32Array): Float32Array | Promise<Float32Array>;
}

/** A network and how Dilatone runs it. */
export interface DilatoneSetting extends PrepareOptions {
  readonly name: string;
  readonly network: Network;
  readonly tanh: TanhMode;
}

/** Dilatone with one of its engines. */
export async function dilatone(setting: DilatoneSetting, blockFrames: number): Promise<Subject> {
  const { name, network, tanh, ...options } = setting;
  const engine = createEngine(await prepareEngine(network, options));
  const output = [new Float32Array(blockFrames)];
  return {
    ...engineContender(name, engine, blockFrames),
    tanh,
    process(block) {
      engine.process(output, [block], blockFrames);
      return output[0];
    },
  };
}

/** The web port of NeuralAmpModelerCore, which always uses the fast tanh. */
export async function openDawNam(file: object, blockFrames: number): Promise<Subject> {
  const module = await createNamModule({ locateFile: () => namWasmUrl });
  const nam = NamWasmModule.fromModule(module, blockFrames);
  nam.setSampleRate(48_000);
  nam.setMaxBufferSize(blockFrames);
  const id = nam.createInstance();
  if (!nam.loadModel(id, JSON.stringify(file))) throw new Error('@opendaw/nam-wasm: the model was refused');
  const input = noise(blockFrames);
  const output = new Float32Array(blockFrames);
  return {
    name: '@opendaw/nam-wasm',
    tanh: 'fast',
    run(blocks) {
      for (let n = 0; n < blocks; n++) nam.process(id, input, output);
    },
    process(block) {
      nam.process(id, block, output);
      return output;
    },
  };
}

/** The general-purpose runtime, on one thread; histories enter and leave with every block. */
export async function onnxRuntimeWeb(network: Network, blockFrames: number): Promise<Subject> {
  onnxRuntime.env.wasm.numThreads = 1;
  onnxRuntime.env.wasm.wasmPaths = { wasm: onnxWasmUrl };
  const engine = await OnnxEngine.open(onnxRuntime, networkToOnnx(network, blockFrames));
  const input = noise(blockFrames);
  return {
    name: 'onnxruntime-web',
    tanh: 'exact',
    async run(blocks) {
      for (let n = 0; n < blocks; n++) await engine.process(input);
    },
    process: (block) => engine.process(block),
  };
}
