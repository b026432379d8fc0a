import { readFileSync } from 'node:fs';
import { parseModel } from '../../src/formats/parse-model.js';
import type { EngineKind } from '../../src/network/engine.js';
import { goldenError } from './golden-error.js';
import { engineFor, runEngine } from './run-engine.js';

/** A network exported from PyTorch, with PyTorch's output; written by tools/pytorch. */
export interface PyTorchCase {
  readonly name: string;
  /** Channels. */
  readonly inputs: number;
  readonly outputs: number;
  /** Values of the controls for which the output was computed. */
  readonly controls: Readonly<Record<string, number>>;
  /** Standard deviation of the output: what is constant tests little. */
  readonly deviation: number;
}

/** Blocks of unequal lengths. */
const BLOCK_FRAMES = [1, 31, 128, 200];

/** The cases of a folder, as its `cases.json` lists them. */
export function pytorchCases(folder: string): PyTorchCase[] {
  return JSON.parse(readFileSync(`${folder}/cases.json`, 'utf8'));
}

/** Largest difference between an engine's output and PyTorch's, relative to max(1, peak). */
export async function pytorchError(folder: string, pytorch: PyTorchCase, kind: EngineKind): Promise<number> {
  const { name, inputs, outputs, controls } = pytorch;
  const model = parseModel(new Uint8Array(readFileSync(`${folder}/${name}.safetensors`)));
  const engine = await engineFor(model.network({ controls }), { engine: kind });
  const input = channelsOf(`${folder}/${name}.input.f32`, inputs);
  const expected = channelsOf(`${folder}/${name}.output.f32`, outputs);
  const output = runEngine(engine, input, BLOCK_FRAMES);
  return Math.max(...expected.map((channel, c) => goldenError(output[c], channel)));
}

/** Raw little-endian float32, [channels][frames]. */
function channelsOf(path: string, channels: number): Float32Array[] {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  const samples = new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
  const frames = samples.length / channels;
  return Array.from({ length: channels }, (_, c) => samples.subarray(c * frames, (c + 1) * frames));
}
