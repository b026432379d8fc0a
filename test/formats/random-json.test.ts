import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FolderCases } from '../support/folder-cases.js';
import { pythonWith } from '../support/python.js';

/** Largest error of a match, relative to max(1, peak). */
const TOLERANCE = 1e-5;

const COUNT = 96;

/** The interpreter is slow, and gets the beginning of a case. */
const INTERPRETED_FRAMES = 500;

const GENERATOR = fileURLToPath(new URL('../../tools/pytorch-cases/random_json_cases.py', import.meta.url));
const SUPPORT = fileURLToPath(new URL('../support', import.meta.url));

const TIMEOUT_MS = 300_000;

const python = pythonWith('numpy');

if (python === undefined) console.warn('SKIPPED: no python3 with numpy is here, so no random JSON models are made.');

describe.skipIf(python === undefined)(
  'random models of RTNeural, AIDA-X and PedalNetRT, in every spelling, play as their equations say',
  { timeout: TIMEOUT_MS },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'dilatone-json-'));
    const cases = new FolderCases(relative(SUPPORT, folder), '.json');

    beforeAll(() => {
      execFileSync(python as string, [GENERATOR, folder, '--count', String(COUNT)], { stdio: 'pipe' });
    }, TIMEOUT_MS);
    afterAll(() => rmSync(folder, { recursive: true }));

    it.each([
      ['wasm', undefined],
      ['interpreter', INTERPRETED_FRAMES],
    ] as const)('in the %s engine', async (kind, frames) => {
      expect(cases.names).toHaveLength(COUNT);
      const errors: Record<string, number> = {};
      for (const name of cases.names) errors[name] = await cases.errorOf(name, kind, frames);
      expect(Object.entries(errors).filter(([, error]) => !(error <= TOLERANCE))).toEqual([]);
    });
  },
);
