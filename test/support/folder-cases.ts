import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseModel } from '../../src/formats/parse-model.js';
import type { EngineKind } from '../../src/network/engine.js';
import { goldenError } from './golden-error.js';
import { engineFor, runEngine } from './run-engine.js';

/** Blocks of unequal lengths. */
const BLOCK_FRAMES = [1, 31, 128, 1000];

/** A folder of models, one input for all of them, and what PyTorch made of it. */
export class FolderCases {
  readonly #path: string;
  readonly #ending: string;

  /** @param folder seen from test/support */
  constructor(folder: string, ending: string) {
    this.#path = fileURLToPath(new URL(folder, import.meta.url));
    this.#ending = ending;
  }

  get present(): boolean {
    return existsSync(this.#path);
  }

  get names(): string[] {
    const names = this.present ? readdirSync(this.#path) : [];
    return names.filter((name) => name.endsWith('.f32') && name !== 'input.f32').map((name) => name.slice(0, -4));
  }

  model(name: string): Uint8Array {
    return new Uint8Array(readFileSync(`${this.#path}/${name}${this.#ending}`));
  }

  floats(name: string): Float32Array {
    const { buffer, byteOffset, byteLength } = readFileSync(`${this.#path}/${name}.f32`);
    return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
  }

  /** Largest difference of an engine's output, relative to max(1, peak), over so many frames. */
  async errorOf(name: string, kind: EngineKind, frames = Number.POSITIVE_INFINITY): Promise<number> {
    const engine = await engineFor(parseModel(this.model(name)).network(), { engine: kind });
    const input = this.floats('input');
    const expected = this.floats(name);
    const output = runEngine(engine, [input.subarray(0, frames)], BLOCK_FRAMES);
    const errors = output.map((channel, c) =>
      goldenError(channel, expected.subarray(c * input.length, c * input.length + channel.length)),
    );
    return Math.max(...errors);
  }
}
