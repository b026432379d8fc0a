import { beforeAll, describe, expect, test } from 'vitest';
import { bundle, USES } from '../../tools/package-sizes.mjs';
import { emptyProject } from './support/empty-project.js';

let project: string;
beforeAll(() => {
  project = emptyProject('size');
});

describe('the gzipped size of', () => {
  test.each(USES)('$use is at most $mostBytes bytes', async ({ code, mostBytes }) => {
    expect((await bundle(code, project)).gzipBytes).toBeLessThanOrEqual(mostBytes);
  });
});

describe('an app that does not need it does not get', () => {
  test.each([
    ['loadModel', 'AudioWorkletNode', 'the controller'],
    ['loadModel', 'WebAssembly.compile', 'the compiler'],
    ['renderModel', 'AudioWorkletNode', 'the controller'],
    ['createDilatone', 'nam', 'the model formats'],
  ])('with %s alone: %s, a sign of %s', async (name, sign) => {
    const word = new RegExp(`\\b${sign}\\b`);
    expect((await bundle(`export { ${name} } from 'dilatone';`, project)).text).not.toMatch(word);
    expect((await bundle("export * from 'dilatone';", project)).text).toMatch(word);
  });

  test.each(['dilatone', 'dilatone/engine'])('anything of %s that is imported for nothing', async (entry) => {
    expect((await bundle(`import '${entry}';`, project)).text).toBe('');
  });
});
