import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import { pythonWith } from '../support/python.js';

const TIMEOUT_MS = 300_000;

/** Folders of tools with their tests, and the packages that these need. */
const SUITES = [
  { folder: 'tools/pytorch', tests: ['tests.test_lower'], packages: ['torch'] },
  { folder: 'tools/capture', tests: ['tests.test_alignment'], packages: ['numpy', 'scipy'] },
];

describe.each(SUITES)('the tests of $folder', { timeout: TIMEOUT_MS }, ({ folder, tests, packages }) => {
  const python = pythonWith(...packages);
  if (python === undefined)
    console.warn(`SKIPPED: no python3 with ${packages.join(' and ')} is here, so ${folder} is not tested.`);

  it.skipIf(python === undefined)('pass', () => {
    const cwd = fileURLToPath(new URL(`../../${folder}`, import.meta.url));
    execFileSync(python as string, ['-W', 'ignore', '-m', 'unittest', ...tests], { cwd, stdio: 'pipe' });
  });
});
