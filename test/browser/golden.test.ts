import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine-source.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { goldenError } from '../support/golden-error.js';
import { runEngine } from '../support/run-engine.js';

const urls = import.meta.glob<string>('../fixtures/golden/*.{nam,f32}', {
  query: '?url',
  import: 'default',
  eager: true,
});

async function fixture(name: string): Promise<ArrayBuffer> {
  const response = await fetch(urls[`../fixtures/golden/${name}`]);
  return response.arrayBuffer();
}

const names = Object.keys(urls).flatMap((url) => url.match(/([^/]+)\.nam$/)?.[1] ?? []);

/** Node 20 has no relaxed SIMD: here both kinds are tried in any case. */
describe.each(['plain', 'relaxed'] as const)('with %s multiply-add, models play as in the reference', (multiplyAdd) => {
  it.each(names)('%s, the same in blocks of all lengths', async (name) => {
    const network = parseModel(new Uint8Array(await fixture(`${name}.nam`))).network();
    const [input, expected] = [
      new Float32Array(await fixture('input.f32')),
      new Float32Array(await fixture(`${name}.f32`)),
    ];
    const source = await prepareEngine(network, { engine: 'wasm', multiplyAdd });
    expect(source).toMatchObject({ program: { multiplyAdd } });
    const engine = createEngine(source);
    const [first, ...others] = [[128], [1], [17], [1000], [5, 300, 1, 64]].map((blockFrames) => {
      engine.reset();
      return runEngine(engine, [input], blockFrames)[0];
    });
    expect(goldenError(first, expected)).toBeLessThanOrEqual(1e-5);
    for (const output of others) expect(output).toEqual(first);
  });
});
