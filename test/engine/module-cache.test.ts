import { describe, expect, it } from 'vitest';
import { prepareEngine } from '../../src/engine/prepare.js';
import type { ControlValues } from '../../src/model/model.js';
import type { Network } from '../../src/network/network.js';
import { conditionedModel } from '../support/conditioned-model.js';
import { randomNetwork } from '../support/random-network.js';

async function moduleOf(network: Network): Promise<WebAssembly.Module> {
  const source = await prepareEngine(network, { engine: 'wasm' });
  if (source.kind !== 'module') throw new Error(`expected a module, got ${source.kind}`);
  return source.module;
}

describe('compiled modules', () => {
  it('are shared by all settings of a model', async () => {
    const model = conditionedModel();
    const settings: ControlValues[] = [{}, { drive: 0 }, { drive: 3, tone: 1 }];
    const modules = settings.map((controls) => moduleOf(model.network({ controls })));
    const [first, ...others] = await Promise.all(modules);
    for (const module of others) expect(module).toBe(first);
  });

  it('are not shared by networks of other shapes, and the oldest are let go', async () => {
    const first = await moduleOf(randomNetwork(1));
    expect(await moduleOf(randomNetwork(2))).not.toBe(first);
    expect(await moduleOf(randomNetwork(1))).toBe(first);
    for (let seed = 3; seed < 7; seed++) await moduleOf(randomNetwork(seed));
    expect(await moduleOf(randomNetwork(1))).not.toBe(first);
  });
});
