import { expect, it } from 'vitest';
import * as dilatone from '../../src/index.js';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';

const guides = import.meta.glob<string>('../../docs/guides/*.md', { query: '?raw', import: 'default', eager: true });

const blocks = Object.entries(guides).flatMap(([path, text]) =>
  [...text.matchAll(/^```js run-browser\n([\s\S]*?)^```$/gm)].map(
    ([, code]) => [path.split('/').at(-1), code] as const,
  ),
);

/** The package, with a model at the address that the guides use. */
const served = { ...dilatone, loadModel: async () => dilatone.parseModel(encodeFile(tinyWaveNet())) };

it.each(blocks)('a block of %s runs', async (_, code) => {
  const body = code.replace(/import (\{.*\}) from 'dilatone';/g, 'const $1 = dilatone;');
  const failures: unknown[] = [];
  const checked = { ...console, assert: (condition: unknown) => condition || failures.push(code) };
  const run = new Function('dilatone', 'console', `return (async () => { ${body}\n return context; })();`);
  const context: BaseAudioContext = await run(served, checked);
  expect(failures).toEqual([]);
  if (context instanceof AudioContext) await context.close();
  expect(context.state).toBe('closed');
});

it('there are such blocks', () => {
  expect(blocks.length).toBeGreaterThan(1);
});
