import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonWith } from '../support/python.js';
import { type PyTorchCase, pytorchCases, pytorchError } from '../support/pytorch-cases.js';

/** Largest error of a match, relative to max(1, peak). */
const TOLERANCE = 1e-5;

const COUNT = 200;

const GENERATOR = fileURLToPath(new URL('../../tools/pytorch/random_stacks.py', import.meta.url));

const TIMEOUT_MS = 300_000;

const python = pythonWith('torch');

if (python === undefined) console.warn('SKIPPED: no python3 with torch is here, so no random PyTorch stacks are made.');

describe.skipIf(python === undefined)('random PyTorch stacks are exported and match', { timeout: TIMEOUT_MS }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dilatone-stacks-'));
  let cases: PyTorchCase[] = [];

  beforeAll(() => {
    execFileSync(python as string, ['-W', 'ignore', GENERATOR, folder, '--count', String(COUNT)], { stdio: 'pipe' });
    cases = pytorchCases(folder);
  }, TIMEOUT_MS);
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(['wasm', 'interpreter'] as const)('in the %s engine', async (kind) => {
    expect(cases).toHaveLength(COUNT);
    const errors: Record<string, number> = {};
    for (const pytorch of cases) errors[pytorch.name] = await pytorchError(folder, pytorch, kind);
    expect(Object.entries(errors).filter(([, error]) => !(error <= TOLERANCE))).toEqual([]);
  });

  it('none of them is silent or constant', () => {
    expect(cases.filter(({ deviation }) => !(deviation > 1e-3))).toEqual([]);
  });
});
