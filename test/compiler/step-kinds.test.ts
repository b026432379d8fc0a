import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compileStructure } from '../../src/compiler/compile.js';
import { STEP_KINDS } from '../../src/compiler/steps/step-kinds.js';
import { filterNetwork } from '../support/long-filter.js';
import { pairedNetwork } from '../support/paired-network.js';
import { randomNetwork } from '../support/random-network.js';
import { recurrentNetwork } from '../support/small-networks.js';

const compiler = fileURLToPath(new URL('../../src/compiler', import.meta.url));
const names = STEP_KINDS.map(({ name }) => name);

/** Files of the compiler, without those of the kinds. */
const shared = readdirSync(compiler, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !/^steps\/\w+\//.test(file) && file !== 'steps/step-kinds.ts',
);

/** Names of kinds in code, comments aside. */
function kindsIn(code: string): string[] {
  const text = code.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  return names.filter((name) => new RegExp(`['"/]${name}['"/]|${name}Kind`).test(text));
}

describe('kinds of steps', () => {
  test('are the folders of steps', () => {
    const folders = readdirSync(`${compiler}/steps`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  test('are known by name to no file outside of their folders but the list', () => {
    expect(shared.length).toBeGreaterThan(10);
    const known = shared.filter((file) => kindsIn(readFileSync(`${compiler}/${file}`, 'utf8')).length > 0);
    expect(known).toEqual([]);
  });

  test('would be found where a file names one', () => {
    expect(kindsIn("import { firKind } from './steps/fir/fir-kind.js';")).toEqual(['fir']);
    expect(kindsIn("if (step.kind === 'paired') margin = 16;")).toEqual(['paired']);
  });

  test('each compute some network, and the last takes what the others leave', () => {
    const networks = [randomNetwork(1), pairedNetwork(0), filterNetwork({ taps: 2000 }), recurrentNetwork()];
    const used = networks.flatMap((network) => compileStructure(network).plan.steps.map(({ kind }) => kind));
    expect([...new Set(used)].sort()).toEqual([...names].sort());
    const network = randomNetwork(2);
    expect(network.ops.every((_, id) => STEP_KINDS.at(-1)?.claims(network, id))).toBe(true);
  });
});
