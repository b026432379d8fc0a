import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.js';

/** Every code; the type makes this list complete. */
const CODES: Record<ErrorCode, true> = {
  malformed: true,
  unsupported: true,
  limit: true,
  load: true,
  fault: true,
  worklet: true,
  microphone: true,
  output: true,
  midi: true,
  disposed: true,
  aborted: true,
};

const text = readFileSync(new URL('../../docs/guides/troubleshooting.md', import.meta.url), 'utf8');

it.each(Object.keys(CODES))('the code %s has a section', (code) => {
  const [, section] = text.split(`\n## ${code}\n`);
  expect(section?.split('\n## ')[0].trim().length).toBeGreaterThan(60);
});
