import { describe, expect, it } from 'vitest';
import { engineCount } from '../../src/engine/channels/channels.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { createGuardedEngine, GuardedEngine } from '../../src/live/guarded-engine.js';
import type { Network } from '../../src/network/network.js';
import { makeEngine } from '../support/make-engine.js';
import { noise } from '../support/signals.js';
import { brokenNetwork, crossingNetwork, echoNetwork } from '../support/small-networks.js';

const layout = (inputChannels: number, outputChannels: number) => ({ inputChannels, outputChannels });

async function engineFor(network: Network, channels: number, kind: 'wasm' | 'interpreter') {
  return createGuardedEngine(await prepareEngine(network, { engine: kind }), layout(channels, channels));
}

describe.each(['wasm', 'interpreter'] as const)('a guarded %s engine', (kind) => {
  it('gives every channel of a mono network its own past', async () => {
    const [left, right] = [noise(300, 1), noise(300, 2)];
    const stereo = [new Float32Array(300), new Float32Array(300)];
    (await engineFor(echoNetwork(50), 2, kind)).process(stereo, [left, right], 300);
    for (const [c, input] of [left, right].entries()) {
      const mono = [new Float32Array(300)];
      (await engineFor(echoNetwork(50), 1, kind)).process(mono, [input], 300);
      expect(stereo[c]).toEqual(mono[0]);
    }
  });

  it('runs a network of two inputs and outputs once, over both channels', async () => {
    const [left, right] = [noise(64, 1), noise(64, 2)];
    const output = [new Float32Array(64), new Float32Array(64)];
    (await engineFor(crossingNetwork(), 2, kind)).process(output, [left, right], 64);
    expect(output).toEqual([right, left.map((x) => 2 * x)]);
  });

  it('reports samples that are no numbers, and is well again after a reset', async () => {
    const engine = await engineFor(brokenNetwork(), 1, kind);
    const output = [new Float32Array(8)];
    const fault = engine.process(output, [new Float32Array(8).fill(1)], 8);
    expect(fault).toBe('engine: expected finite samples, got NaN or infinity');
    engine.reset();
    expect(engine.process(output, [new Float32Array(8)], 8)).toBe(null);
  });
});

describe('a guarded engine', () => {
  it('compiles bytes once for all channels', async () => {
    const source = await prepareEngine(echoNetwork(3), { engine: 'wasm' });
    if (source.kind !== 'module') throw new TypeError('expected a module');
    const engine = createGuardedEngine({ kind: 'bytes', program: source.program }, layout(2, 2));
    const output = [new Float32Array(8), new Float32Array(8)];
    expect(engine.process(output, [new Float32Array(8), new Float32Array(8).fill(1)], 8)).toBe(null);
    expect(output[0]).not.toEqual(output[1]);
  });

  it('reports an engine that traps', () => {
    const trapping = makeEngine(() => {
      throw new WebAssembly.RuntimeError('unreachable');
    });
    const engine = new GuardedEngine(trapping);
    const fault = engine.process([new Float32Array(8)], [new Float32Array(8)], 8);
    expect(fault).toBe('engine: expected a block of samples, got RuntimeError: unreachable');
  });
});

describe('the number of engines', () => {
  it('is one per channel for a mono network', () => {
    expect(engineCount(layout(1, 1), layout(1, 1))).toBe(1);
    expect(engineCount(layout(1, 1), layout(6, 6))).toBe(6);
  });

  it('is one where the network has as many inputs and outputs as the node', () => {
    expect(engineCount(layout(2, 1), layout(2, 1))).toBe(1);
  });

  it.each([
    [layout(2, 2), layout(1, 1)],
    [layout(2, 1), layout(2, 2)],
    [layout(1, 1), layout(2, 1)],
    [layout(1, 2), layout(2, 4)],
  ])('does not exist where %o meets a node of %o', (network, node) => {
    expect(() => engineCount(network, node)).toThrow(/^channels: expected a network of \d in and \d out, got /);
  });
});
