import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EngineSource } from '../../src/engine/engine-source.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { echoNetwork } from '../support/small-networks.js';
import { runAlong } from '../support/swap-plan.js';
import { loadProcessorClass, runQuanta, type StandInProcessor } from '../support/worklet-scope.js';

const CYCLES = 1000;
const MONO = { inputChannels: 1, outputChannels: 1 };
const quantum = new Float32Array(128);

/** Every memory that was made since the test began, as long as it lives. */
const memories: WeakRef<object>[] = [];

const { Instance } = WebAssembly;

/** Keeps an eye on the memory of every instance that is made. */
function watchInstances(): void {
  WebAssembly.Instance = class extends Instance {
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      super(module, imports);
      memories.push(new WeakRef(this.exports.memory));
    }
  };
}

/** How many of them are left after garbage collection. */
async function livingMemories(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  // What was made or asked for in this turn of the event loop stays until its end.
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  return memories.filter((memory) => memory.deref() !== undefined).length;
}

async function prepare() {
  const construct = await loadProcessorClass();
  const source = await prepareEngine(echoNetwork(100), { engine: 'wasm' });
  if (source.kind !== 'module') throw new Error('WebAssembly is missing here');
  watchInstances();
  const create = (copy: EngineSource = source) => construct({ layout: MONO, source: copy, resampling: null });
  return { create, source };
}

afterEach(() => {
  WebAssembly.Instance = Instance;
  vi.unstubAllGlobals();
  memories.length = 0;
});

describe('the memory of engines', () => {
  it('is free after the processor is disposed, even where something holds on to that', async () => {
    const { create } = await prepare();
    const processors: StandInProcessor[] = [];
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const processor = create();
      runQuanta(processor, quantum);
      processor.post({ type: 'dispose', id: 1 });
      processors.push(processor);
    }
    expect(memories).toHaveLength(CYCLES);
    expect(await livingMemories()).toBeLessThanOrEqual(1);
    expect(processors).toHaveLength(CYCLES);
  });

  it('has the only copy of the weights', async () => {
    const { create, source } = await prepare();
    const images: WeakRef<object>[] = [];
    const processors = Array.from({ length: 50 }, () => {
      // As each message brings a copy of its own.
      const program = { ...source.program, image: source.program.image.slice() };
      images.push(new WeakRef(program.image));
      return create({ ...source, program });
    });
    expect(await livingMemories()).toBe(50);
    expect(images.filter((image) => image.deref() !== undefined).length).toBeLessThanOrEqual(1);
    expect(processors).toHaveLength(50);
  });

  it('would be found where it is not free', async () => {
    const { create } = await prepare();
    const processors: StandInProcessor[] = [];
    for (let cycle = 0; cycle < 50; cycle++) processors.push(create());
    expect(await livingMemories()).toBe(50);
    expect(processors).toHaveLength(50);
  });

  it('is that of one engine after any number of swaps, whether they come to their end or not', async () => {
    const { create, source } = await prepare();
    const processor = create();
    runQuanta(processor, quantum);
    for (let id = 1; id <= CYCLES; id++) {
      const plan = runAlong(0, id % 3 === 0 ? 1000 : 100);
      processor.post({ type: 'setEngine', id, source, resampling: null, plan });
      runQuanta(processor, quantum);
    }
    runQuanta(processor, new Float32Array(2000));
    expect(memories).toHaveLength(CYCLES + 1);
    expect(await livingMemories()).toBe(1);
  });
});
