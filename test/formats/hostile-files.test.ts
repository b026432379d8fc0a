import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileNetwork } from '../../src/compiler/compile.js';
import { DilatoneError } from '../../src/errors.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { countKeys } from '../../src/formats/reading/json-text.js';
import { HOSTILE_FILES } from '../support/hostile-files.js';
import { operationCounter } from '../support/operation-count.js';

const operationCount = await operationCounter();

/** Blocks of code that may run for one file: half a second where each takes ten nanoseconds. */
const MOST_OPERATIONS = 5e7;

const FOLDER = fileURLToPath(new URL('../../../shared/fails/hostile', import.meta.url));
const shared = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => !name.endsWith('.md')) : [];
/** Those that an engine of its own must run: how long silence takes is not a matter of limits. */
const SLOW_TO_REST = ['lstm1-768.nam'];
if (shared.length === 0) console.warn('SKIPPED: ../shared/fails is absent, so only the files made here are tried.');

/** Reads and compiles; returns `plays`, or the code of the refusal, whose message must be one line. */
function fateOf(bytes: Uint8Array): string {
  try {
    compileNetwork(parseModel(bytes).network());
    return 'plays';
  } catch (error) {
    if (!(error instanceof DilatoneError)) throw error;
    expect(error.message).toMatch(/^[^\n]{1,300}: expected [^\n]{1,300}, got [^\n]{1,100}$/);
    return error.code;
  }
}

describe('a small file that asks for much ends after little work', { timeout: 60_000 }, () => {
  it.each(HOSTILE_FILES)('$name: $fate', async ({ fate, bytes }) => {
    const file = bytes();
    let found = '';
    const operations = await operationCount(() => {
      found = fateOf(file);
    });
    expect(found).toBe(fate);
    expect(operations).toBeGreaterThan(10);
    expect(operations).toBeLessThan(MOST_OPERATIONS);
  });

  it.each(shared.filter((name) => !SLOW_TO_REST.includes(name)))('of ../shared/fails/hostile: %s', async (name) => {
    const file = new Uint8Array(readFileSync(`${FOLDER}/${name}`));
    expect(await operationCount(() => fateOf(file))).toBeLessThan(MOST_OPERATIONS);
  });

  it('work is counted: a loop of a million turns is not little', async () => {
    expect(await operationCount(() => countKeys(`{${'"a":1,'.repeat(1e6)}"b":1}`))).toBeGreaterThan(1e6);
  });
});
