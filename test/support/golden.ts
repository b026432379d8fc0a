import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NetworkChoice } from '../../src/model/model.js';

/** One output of the reference engine. */
export interface GoldenCase {
  /** The name of the output: `core-A2.slim0`. */
  readonly name: string;
  /** The name of the model: `core-A2`. */
  readonly model: string;
  readonly choice: NetworkChoice;
}

/** A directory of golden cases: models, one input, and for each model one or more outputs of the reference engine. */
export interface GoldenSet {
  readonly present: boolean;
  readonly input: Float32Array;
  readonly names: readonly string[];
  readonly cases: readonly GoldenCase[];
  model(name: string): Uint8Array;
  output(name: string): Float32Array;
}

/** How to run a model for an output of it, by what the output's name says after the model's. */
const CHOICES: Readonly<Record<string, NetworkChoice>> = { slim0: { size: 0 }, fasttanh: { tanh: 'fast' } };

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The cases in this repository: every kind of model, 4 000 frames each. */
export const ownGolden = goldenSet(path('../fixtures/golden'), '.', '.');

/** All cases, where the directory that holds them lies beside this repository. */
export const sharedGolden = goldenSet(path('../../../shared/golden'), 'models', 'outputs');

function goldenSet(directory: string, models: string, outputs: string): GoldenSet {
  const present = existsSync(directory);
  const names = present ? namesIn(`${directory}/${models}`, '.nam') : [];
  return {
    present,
    input: present ? readFloats(`${directory}/input.f32`) : new Float32Array(0),
    names,
    cases: names.flatMap((model) => [
      { name: model, model, choice: {} },
      ...Object.entries(CHOICES)
        .map(([suffix, choice]) => ({ name: `${model}.${suffix}`, model, choice }))
        .filter(({ name }) => existsSync(`${directory}/${outputs}/${name}.f32`)),
    ]),
    model: (name) => new Uint8Array(readFileSync(`${directory}/${models}/${name}.nam`)),
    output: (name) => readFloats(`${directory}/${outputs}/${name}.f32`),
  };
}

function namesIn(directory: string, ending: string): string[] {
  const files = readdirSync(directory).filter((file) => file.endsWith(ending));
  return files.map((file) => file.slice(0, -ending.length)).sort();
}

function readFloats(file: string): Float32Array {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
