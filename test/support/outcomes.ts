import { expect } from 'vitest';
import { compileNetwork } from '../../src/compiler/compile.js';
import { createEngine } from '../../src/engine/engine-source.js';
import { DilatoneError } from '../../src/errors.js';
import { parseModel } from '../../src/formats/parse-model.js';
import type { Model, NetworkChoice } from '../../src/model/model.js';
import { networkFacts } from '../../src/network/facts.js';
import type { Network } from '../../src/network/network.js';

/** Of the files that load, every fifth is compiled and rendered, which takes ten times as long as reading it. */
const RENDER_EVERY = 5;

/** How a file may be refused. */
const CODES = /^(malformed|unsupported|limit)$/;
const MESSAGE = /^[^\n]*: expected [^\n]+, got [^\n]+$/;
const MOST_CHARACTERS = 600;

/** Silence, ordinary samples and samples far out of range. */
const INPUT = Float32Array.from({ length: 48 }, (_, t) =>
  t < 4 ? 0 : t < 40 ? Math.sin(t) : (-1) ** t * 10 ** (t - 38),
);

/** What became of files, and how many of each. */
export class Outcomes {
  readonly seen = { loaded: 0, refused: 0, rendered: 0 };
  readonly #places: RegExp;

  /** @param places what a place in a file of the format may look like */
  constructor(places: RegExp) {
    this.#places = places;
  }

  /** Either a model, every so often rendered, or a DilatoneError that names a place in the file; anything else fails. */
  expect(bytes: Uint8Array): Model | null {
    const model = this.#parsedOrRefused(bytes);
    if (model === null) this.seen.refused++;
    else if (this.seen.loaded++ % RENDER_EVERY === 0) this.#expectToRender(model);
    return model;
  }

  #parsedOrRefused(bytes: Uint8Array): Model | null {
    try {
      return parseModel(bytes);
    } catch (error) {
      if (!(error instanceof DilatoneError)) throw error;
      const { code, where, message } = error;
      // Thousands of files are refused, and an `expect` takes as long as reading a file: it has its say when something is wrong.
      if (CODES.test(code) && this.#places.test(where) && MESSAGE.test(message) && message.length < MOST_CHARACTERS) {
        return null;
      }
      expect(code).toMatch(CODES);
      expect(where).toMatch(this.#places);
      expect(message).toMatch(MESSAGE);
      expect(message.length).toBeLessThan(MOST_CHARACTERS);
      return null;
    }
  }

  /** Compiles and runs the networks of a model: some sizes, and fast tanh. What comes out may be no number. */
  #expectToRender(model: Model): void {
    const { sizes, inputs, outputs } = model.info;
    const choices: NetworkChoice[] = [{}, { tanh: 'fast' }, ...sizes.slice(0, 2).map((size) => ({ size }))];
    for (const network of new Set(choices.map((choice) => model.network(choice)))) {
      const program = compileNetwork(network);
      expect(program.imageAddress + program.image.length).toBeLessThan(mostMemoryBytes(network));
      const engine = createEngine({ kind: 'bytes', program });
      expect([engine.inputChannels, engine.outputChannels]).toEqual([inputs, outputs]);
      const output = Array.from({ length: outputs }, () => new Float32Array(INPUT.length));
      engine.process(output, new Array(inputs).fill(INPUT), INPUT.length);
      this.seen.rendered++;
    }
  }
}

/** State is kept in rings of a power of two, every signal has a block beside it, and code comes with its weights. */
function mostMemoryBytes(network: Network): number {
  const { stateBytes, parameters } = networkFacts(network);
  const channels = network.channels.reduce((sum, count) => sum + count, 0);
  return 2 ** 20 + 4 * stateBytes + 16 * parameters + 2 ** 12 * channels;
}
