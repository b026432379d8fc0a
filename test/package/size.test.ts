import { beforeAll, describe, expect, test } from 'vitest';
import { bundle } from './support/bundle.js';
import { emptyProject } from './support/empty-project.js';

let project: string;
beforeAll(() => {
  project = emptyProject('size');
});

describe('gzipped and minified, at most', () => {
  test.for([
    { use: 'a node with its worklet', code: "export { createDilatone } from 'dilatone'", mostKb: 43 },
    { use: 'the readers of all formats', code: "export * from 'dilatone/formats'", mostKb: 40 },
    { use: 'both: what most apps load', code: "export { createDilatone, loadModel } from 'dilatone'", mostKb: 81 },
    { use: 'all of dilatone', code: "export * from 'dilatone'", mostKb: 91 },
    { use: 'a rig with its worklet', code: "export { createRig } from 'dilatone/rig'", mostKb: 102 },
    { use: 'the engine without Web Audio', code: "export * from 'dilatone/engine'", mostKb: 30 },
    { use: 'the WAM with all that it needs', code: "export * from 'dilatone/wam'", mostKb: 89 },
    { use: 'the WAM of a rig with all that it needs', code: "export * from 'dilatone/wam-rig'", mostKb: 112 },
    { use: 'the element of a rig', code: "export { defineRig } from 'dilatone/pedal'", mostKb: 18 },
  ])('$mostKb KB: $use', async ({ code, mostKb }, { annotate }) => {
    const kb = (await bundle(code, project)).gzipBytes / 1024;
    await annotate(`${kb.toFixed(1)} KB`);
    expect(kb).toBeLessThanOrEqual(mostKb);
  });
});

describe('an app that does not need it does not get', () => {
  test.each([
    ['loadModel', 'AudioWorkletNode', 'the controller'],
    ['loadModel', 'WebAssembly.compile', 'the compiler'],
    ['renderModel', 'AudioWorkletNode', 'the controller'],
    ['createDilatone', 'WaveNet', 'the model formats'],
    ['createDilatone', 'abortEarly', 'the checks of model files'],
    ['createDilatone', 'setSinkId', 'the outputs'],
    ['createDilatone', 'playbackStats', 'the statistics'],
    ['openMicrophone', 'wakeLock', 'the other devices'],
  ])('with %s alone: %s, a sign of %s', async (name, sign) => {
    expect((await bundle(`export { ${name} } from 'dilatone'`, project)).text).not.toContain(sign);
    expect((await bundle("export * from 'dilatone'", project)).text).toContain(sign);
  });

  test.each([
    ['useDilatone', '"dilatone-rig"', 'the reader of rigs'],
    ['useDilatone', 'dilatone-pedal', 'the elements'],
    ['useModel', 'AudioWorkletNode', 'the controller'],
    ['useRig', '.drop-before', "the rig's element"],
    ['DilatonePedal', '"dilatone-rig"', "the rig's element"],
    ['DilatoneRig', 'AudioWorkletNode', 'the controller'],
  ])('with %s of React alone: %s, a sign of %s', async (name, sign) => {
    expect((await bundle(`export { ${name} } from 'dilatone/react'`, project)).text).not.toContain(sign);
    expect((await bundle("export * from 'dilatone/react'", project)).text).toContain(sign);
  });

  test.each(['dilatone', 'dilatone/engine', 'dilatone/formats', 'dilatone/pedal', 'dilatone/wam', 'dilatone/wam-rig'])(
    'anything of %s that is imported for nothing',
    async (entry) => {
      expect((await bundle(`import '${entry}'`, project)).text).toBe('');
    },
  );
});
