import { describe, expect, it } from 'vitest';
import { fuzzFile } from '../support/fuzz/fuzz-file.js';
import { tryFile } from '../support/fuzz/try-file.js';

/** A sample; `node tools/fuzz/fuzz.mjs` runs 200 000 files and watches their time and memory. */
const FILES = Number(process.env.DILATONE_FUZZ_FILES ?? 800);
const SEED = Number(process.env.DILATONE_FUZZ_SEED ?? 0);

describe('a file with a shared graph, odd constants or huge weights', { timeout: 60_000 + 500 * FILES }, () => {
  it(`is refused in one line, or plays alike in both engines: ${FILES} files`, () => {
    const seen = new Map<string, number>();
    const faults: string[] = [];
    for (let seed = SEED; seed < SEED + FILES; seed++) {
      const { kind, bytes } = fuzzFile(seed);
      const outcome = tryFile(bytes, seed);
      if (outcome.kind === 'fault') faults.push(`seed ${seed}: ${outcome.what}`);
      const what = outcome.kind === 'played' ? outcome.agreement : outcome.kind;
      seen.set(`${kind} ${what}`, (seen.get(`${kind} ${what}`) ?? 0) + 1);
    }
    console.info('fuzzing graphs:', Object.fromEntries([...seen].sort()));
    expect(faults).toEqual([]);
    for (const kind of ['nam', 'json', 'nativeGraph', 'onnxGraph', 'bytes']) {
      expect(seen.get(`${kind} agree`)).toBeGreaterThan(FILES / 200);
      expect(seen.get(`${kind} refused`)).toBeGreaterThan(FILES / 200);
    }
  });
});
