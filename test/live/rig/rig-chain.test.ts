import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Interpreter } from '../../../src/interpreter/interpreter.js';
import { createRigChain } from '../../../src/live/rig/create-rig-chain.js';
import type { RigChain } from '../../../src/live/rig/rig-chain.js';
import { NetworkBuilder } from '../../../src/network/builder.js';
import type { Network } from '../../../src/network/network.js';
import { engineBlock, gainBlock, RIG_RATE_HZ, rigOf, splitBlock } from '../../support/rig-plans.js';
import { sameBits } from '../../support/same-bits.js';
import { largestStep, maxDifference, noise, randomPartition } from '../../support/signals.js';
import { brokenNetwork, echoNetwork, gainNetwork, recurrentNetwork } from '../../support/small-networks.js';

/** Runs a chain over mono sound on both channels; `at` is called before each block. */
function run(
  chain: RigChain,
  input: Float32Array,
  blocks: readonly number[] = randomPartition(input.length, 300, 1),
  at: (frame: number) => void = () => {},
): Float32Array {
  const outputs = [new Float32Array(input.length), new Float32Array(input.length)];
  let start = 0;
  for (const frames of blocks) {
    at(start);
    const part = input.subarray(start, start + frames);
    chain.process(
      outputs.map((output) => output.subarray(start, start + frames)),
      [part, part],
      frames,
    );
    start += frames;
  }
  expect(sameBits(outputs[0], outputs[1])).toBe(true);
  return outputs[0];
}

function render(network: Network, input: Float32Array): Float32Array {
  const output = new Float32Array(input.length);
  new Interpreter(network).process([output], [input], input.length);
  return output;
}

/** y[t] = sign · x[t − delay]. */
function delayNetwork(delay: number, sign = 1): Network {
  const builder = new NetworkBuilder(RIG_RATE_HZ, 1);
  const weight = new Float32Array(delay + 1);
  weight[0] = sign;
  return builder.build(builder.conv1d(builder.input, { outChannels: 1, kernelSize: delay + 1, weight, bias: null }));
}

const input = noise(6000, 3);

describe('a chain', () => {
  it('of two models is two renders after one another, bit for bit', () => {
    const chain = createRigChain(rigOf(engineBlock('a', echoNetwork(50)), engineBlock('b', echoNetwork(7))));
    expect(sameBits(run(chain, input), render(echoNetwork(7), render(echoNetwork(50), input)))).toBe(true);
  });

  it('gives the same bits however the sound is cut into blocks', () => {
    const plan = rigOf(
      gainBlock('drive', 6),
      splitBlock('both', [engineBlock('a', echoNetwork(50), { oversampling: 2 })], [engineBlock('b', delayNetwork(7))]),
      engineBlock('c', recurrentNetwork(), { values: [3, -3, 0.5] }),
    );
    const whole = run(createRigChain(plan), input, [input.length]);
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 700 }), (seed, most) =>
        sameBits(run(createRigChain(plan), input, randomPartition(input.length, most, seed)), whole),
      ),
      { numRuns: 10 },
    );
  });

  it('passes a block of which the file is missing', () => {
    const chain = createRigChain(rigOf({ kind: 'missing', id: 'gone', bypass: false }));
    expect(sameBits(run(chain, input), input)).toBe(true);
  });
});

describe('bypass of a block', () => {
  const bypassAt = (chain: RigChain, off: number, on: number) => (frame: number) => {
    if (frame === off) chain.slots[0].bypass = true;
    if (frame === on) chain.slots[0].bypass = false;
  };
  const steady = Array.from({ length: 60 }, () => 100);

  it.each([
    ['that sleeps meanwhile', 3],
    ['that runs on', null],
  ])('%s leads to the input, and back to what it would have been, bit for bit', (_name, wakeSpeed) => {
    const chain = createRigChain(rigOf(engineBlock('a', echoNetwork(200), { wakeSpeed })));
    const output = run(chain, input, steady, bypassAt(chain, 1000, 3000));
    const wet = render(echoNetwork(200), input);
    expect(sameBits(output.subarray(0, 1000), wet.subarray(0, 1000))).toBe(true);
    expect(sameBits(output.subarray(1480, 3000), input.subarray(1480, 3000))).toBe(true);
    expect(sameBits(output.subarray(4000), wet.subarray(4000))).toBe(true);
  });

  it.each([
    [true, 3],
    [false, 3],
    [true, null],
  ])('at first (%s) leads to the block with its gains, bit for bit', (bypass, wakeSpeed) => {
    const block = (changes: object) =>
      createRigChain(rigOf(engineBlock('a', echoNetwork(200), { values: [3, -2, 0.5], wakeSpeed, ...changes })));
    const wet = run(block({}), input);
    const output = run(block({ bypass }), input, steady, bypassAt(block({}), 0, 0));
    const chain = block({ bypass });
    const back = run(chain, input, steady, bypassAt(chain, bypass ? -1 : 1000, 3000));
    expect(output.length).toBe(input.length);
    expect(sameBits(back.subarray(5000), wet.subarray(5000))).toBe(true);
  });

  it('has no step beyond the crossfade’s', () => {
    const tone = Float32Array.from({ length: 6000 }, (_, t) => 0.5 * Math.sin((2 * Math.PI * 110 * t) / RIG_RATE_HZ));
    const chain = createRigChain(rigOf(engineBlock('a', echoNetwork(200))));
    const output = run(chain, tone, steady, bypassAt(chain, 1000, 3000));
    const wet = render(echoNetwork(200), tone);
    const fade = maxDifference(wet, tone) / 480;
    expect(largestStep(output.subarray(10))).toBeLessThan(largestStep(wet.subarray(10)) + fade);
  });

  it('does not run a block that sleeps', () => {
    const chain = createRigChain(rigOf(engineBlock('a', brokenNetwork(), { bypass: true })));
    expect(sameBits(run(chain, input), input)).toBe(true);
    expect(chain.news.has).toBe(false);
  });

  it('keeps the latency of a block', () => {
    const chain = createRigChain(rigOf(engineBlock('a', gainNetwork(2), { oversampling: 2, bypass: true })));
    const { latencyFrames } = chain;
    expect(latencyFrames).toBeGreaterThan(0);
    expect(sameBits(run(chain, input).subarray(latencyFrames), input.subarray(0, input.length - latencyFrames))).toBe(
      true,
    );
  });
});

describe('two paths', () => {
  it('line up in time and polarity, so that both together are each of them', () => {
    const late = engineBlock('late', delayNetwork(17, -1), { alignment: { delayFrames: 17, inverted: true } });
    const early = engineBlock('early', delayNetwork(3), { alignment: { delayFrames: 3, inverted: false } });
    for (const [first, second, sign] of [
      [late, early, -1],
      [early, late, 1],
    ] as const) {
      const output = run(createRigChain(rigOf(splitBlock('both', [first], [second]))), input);
      const expected = input.slice(0, input.length - 17).map((sample) => sign * sample);
      expect(sameBits(output.subarray(17), expected)).toBe(true);
    }
  });

  it('line up again where a block of one is bypassed', () => {
    const late = engineBlock('late', delayNetwork(17, -1), { alignment: { delayFrames: 17, inverted: true } });
    const chain = createRigChain(rigOf(splitBlock('both', [late], [])));
    const slot = chain.slots.find(({ id }) => id === 'late');
    const output = run(
      chain,
      input,
      Array.from({ length: 60 }, () => 100),
      (frame) => {
        if (frame === 2000 && slot) slot.bypass = true;
      },
    );
    expect(sameBits(output.subarray(3000), input.subarray(3000))).toBe(true);
  });

  it('of different latencies line up', () => {
    const slow = engineBlock('slow', gainNetwork(1), { oversampling: 4 });
    const chain = createRigChain(rigOf(splitBlock('both', [slow], [])));
    const tone = Float32Array.from({ length: 6000 }, (_, t) => 0.5 * Math.sin((2 * Math.PI * 1000 * t) / RIG_RATE_HZ));
    const { latencyFrames } = chain;
    const output = run(chain, tone);
    expect(maxDifference(output.slice(2000 + latencyFrames), tone.slice(2000, 6000 - latencyFrames))).toBeLessThan(
      1e-4,
    );
  });

  it('share the sound by the blend', () => {
    const chain = createRigChain(rigOf(splitBlock('both', [gainBlock('half', -6)], [gainBlock('mute', -60)])));
    chain.slots[2].block.set(0, 0);
    const output = run(chain, input);
    expect(
      maxDifference(
        output.slice(1000),
        input.slice(1000).map((x) => x * 10 ** (-6 / 20)),
      ),
    ).toBeLessThan(1e-6);
  });
});

describe('a block that fails', () => {
  it('is passed by, is started again a second later, and is given up after the third fault', () => {
    const chain = createRigChain(rigOf(engineBlock('broken', brokenNetwork()), gainBlock('after', 0)));
    const sound = noise(4 * RIG_RATE_HZ, 5);
    const events: string[] = [];
    const output = run(chain, sound, randomPartition(sound.length, 128, 2), (frame) => {
      const { events: news } = chain.slots[0];
      if (news.restarted) events.push(`restart at ${Math.round(frame / RIG_RATE_HZ)}`);
      if (news.fault !== null) events.push(news.givenUp ? 'given up' : 'fault');
      news.restarted = false;
      news.fault = null;
    });
    expect(sameBits(output.subarray(1000), sound.subarray(1000))).toBe(true);
    expect(events).toEqual(['fault', 'restart at 1', 'fault', 'restart at 2', 'given up']);
  });
});
