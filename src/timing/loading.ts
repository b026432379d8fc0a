import { compileNetwork } from '../compiler/compile.js';
import type { Program } from '../compiler/program.js';
import { createEngine } from '../engine/engine-source.js';
import { prewarmed } from '../engine/prewarm.js';
import { parseModel } from '../formats/parse-model.js';

/** Milliseconds for the steps from the bytes of a model file to a running engine. */
export interface LoadTimes {
  /** Bytes to Network. */
  readonly parseMs: number;
  /** Network to Program: the module's bytes and the memory image, recurrent ops at rest. */
  readonly compileMs: number;
  /** The platform's part: bytes to WebAssembly module. */
  readonly moduleMs: number;
  /** The audio thread's part: instance, copy of the image, silence state. */
  readonly startMs: number;
}

/** How large a loaded model is. */
export interface LoadSizes {
  readonly moduleBytes: number;
  readonly imageBytes: number;
  /** Memory of one instance, image included. */
  readonly memoryBytes: number;
}

let loads = 0;

/** Loads a model step by step. Makes every module unique, because platforms cache the code of modules. */
export async function timeLoad(file: Uint8Array): Promise<{ times: LoadTimes; sizes: LoadSizes }> {
  const start = performance.now();
  const network = parseModel(file).network();
  const parsed = performance.now();
  const program = compileNetwork(network);
  const compiled = performance.now();
  const unseen = { ...program, bytes: withNonce(program.bytes, loads++) };
  const beforeModule = performance.now();
  const module = await WebAssembly.compile(unseen.bytes);
  const afterModule = performance.now();
  const source = await prewarmed({ kind: 'module', program: unseen, module });
  const rested = performance.now();
  createEngine(source);
  const started = performance.now();
  return {
    times: {
      parseMs: parsed - start,
      compileMs: compiled - parsed + rested - afterModule,
      moduleMs: afterModule - beforeModule,
      startMs: started - rested,
    },
    sizes: sizesOf(program, module),
  };
}

function sizesOf(program: Program, module: WebAssembly.Module): LoadSizes {
  const memory = new WebAssembly.Instance(module).exports.memory as WebAssembly.Memory;
  return {
    moduleBytes: program.bytes.length,
    imageBytes: program.image.length,
    memoryBytes: memory.buffer.byteLength,
  };
}

/** The module with a custom section that makes it unique and changes nothing else. */
function withNonce(module: Uint8Array, nonce: number): Uint8Array<ArrayBuffer> {
  const name = [4, 0x74, 0x69, 0x6d, 0x65];
  const section = [0, name.length + 4, ...name, nonce & 0xff, (nonce >> 8) & 0xff, (nonce >> 16) & 0xff, nonce >>> 24];
  const bytes = new Uint8Array(module.length + section.length);
  bytes.set(module);
  bytes.set(section, module.length);
  return bytes;
}
