import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineSource } from '../../src/engine/engine-source.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import type { Network } from '../../src/network/network.js';
import { noise } from '../support/signals.js';
import { echoNetwork, longFilterNetwork, recurrentNetwork } from '../support/small-networks.js';
import { runAlong } from '../support/swap-plan.js';
import { loadProcessorClass, runQuanta } from '../support/worklet-scope.js';

const STEREO = { inputChannels: 2, outputChannels: 2 };

const { Module } = WebAssembly;
let compiled = 0;

beforeEach(() => {
  compiled = 0;
  WebAssembly.Module = class extends Module {
    constructor(bytes: BufferSource) {
      super(bytes);
      compiled++;
    }
  };
});

afterEach(() => {
  WebAssembly.Module = Module;
  vi.unstubAllGlobals();
});

/** A source as a browser delivers it that cannot post modules: the bytes are another copy in each message. */
async function received(network: Network): Promise<() => EngineSource> {
  const source = await prepareEngine(network, { engine: 'wasm' });
  if (source.kind !== 'module') throw new TypeError('expected a module');
  return () => structuredClone({ kind: 'bytes', program: source.program });
}

describe('the audio thread', () => {
  it('compiles the same bytes once, for all channels, changes and nodes', async () => {
    const construct = await loadProcessorClass();
    const receive = await received(echoNetwork(30));
    const other = await received(longFilterNetwork());
    compiled = 0;
    const create = () => construct({ layout: STEREO, source: receive(), resampling: null });
    const processor = create();
    expect(compiled).toBe(1);
    runQuanta(processor, noise(256, 1));
    processor.post({ type: 'setEngine', id: 1, source: receive(), resampling: null, plan: runAlong(0, 100) });
    expect(compiled).toBe(1);
    create();
    expect(compiled).toBe(1);
    processor.post({ type: 'setEngine', id: 2, source: other(), resampling: null, plan: runAlong(0, 100) });
    expect(compiled).toBe(2);
    processor.post({ type: 'setEngine', id: 3, source: receive(), resampling: null, plan: runAlong(0, 100) });
    expect(compiled).toBe(2);
  });

  it('compiles nothing where modules can be posted', async () => {
    const construct = await loadProcessorClass();
    const source = await prepareEngine(recurrentNetwork(), { engine: 'wasm' });
    compiled = 0;
    const processor = construct({ layout: STEREO, source, resampling: null });
    processor.post({ type: 'setEngine', id: 1, source, resampling: null, plan: runAlong(0, 100) });
    expect(processor.notices).toMatchObject([{ outcome: 'done' }, { outcome: 'done' }]);
    expect(compiled).toBe(0);
  });
});
