import { describe, expect, it } from 'vitest';
import { compileNetwork } from '../../src/compiler/compile.js';
import { createEngine } from '../../src/engine/engine-source.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { InterpreterPrewarm } from '../../src/interpreter/prewarm.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import { recurrentPrewarmFrames } from '../../src/network/facts.js';
import { type Conv1dOp, isRecurrent, type LstmOp, type Network } from '../../src/network/network.js';
import { type PrewarmPlan, prewarmBlocks, prewarmPlan } from '../../src/network/prewarm.js';
import { silenceState } from '../../src/network/silence.js';
import { randomAudio } from '../support/random-network.js';
import { chainNetwork, slowLstm } from '../support/resting-network.js';
import { engineFor, runEngine } from '../support/run-engine.js';
import { sameBits } from '../support/same-bits.js';
import { gainNetwork, recurrentNetwork } from '../support/small-networks.js';

const KINDS = ['wasm', 'interpreter'] as const;

function expectSameBits(a: readonly Float32Array[], b: readonly Float32Array[]): void {
  expect(a.map((channel, c) => sameBits(channel, b[c]))).toEqual(a.map(() => true));
}

function planOf(network: Network): PrewarmPlan {
  const plan = prewarmPlan(network);
  if (plan === null) throw new Error('expected a plan, got null');
  return plan;
}

/** Frames of silence that the interpreter's prewarm takes. */
function prewarmFrames(network: Network): number {
  const plan = planOf(network);
  const prewarm = new InterpreterPrewarm(network, plan);
  let blocks = 1;
  for (const _ of prewarmBlocks(prewarm, plan)) blocks++;
  return Math.min(plan.frames, blocks * prewarm.blockFrames);
}

/** The settings of the first LSTM of a network. */
function firstLstm(network: Network): Omit<LstmOp, 'kind' | 'input'> {
  const op = network.ops[1];
  if (op.kind !== 'lstm') throw new Error(`expected an LSTM, got ${op.kind}`);
  const { kind: _kind, input: _input, ...settings } = op;
  return settings;
}

/** `recurrentNetwork`, with further ops made of its input, that reach no output. */
function withDeadOps(add: (builder: NetworkBuilder) => void): Network {
  const { ops } = recurrentNetwork();
  const builder = new NetworkBuilder(48_000, 1);
  add(builder);
  const lstm = builder.lstm(builder.input, firstLstm(recurrentNetwork()));
  const { weight, bias } = ops[2] as Conv1dOp;
  return builder.build(builder.conv1d(lstm, { outChannels: 1, kernelSize: 1, weight, bias }));
}

/** The seed of a chain with an LSTM or a GRU. */
function recurrentChain(): number {
  for (let seed = 0; ; seed++) if (chainNetwork(seed, { recurrent: true }).ops.some(isRecurrent)) return seed;
}

describe.each(KINDS)('an LSTM that is not at rest after half a second (%s)', (engine) => {
  it('starts where half a second of silence from its initial state has left it', async () => {
    const network = slowLstm(8000);
    const begun = await engineFor(slowLstm(8000, 'zero'), { engine });
    const frames = recurrentPrewarmFrames(network);
    runEngine(begun, [new Float32Array(frames)]);
    const input = randomAudio(3, 1, 500);
    expectSameBits(runEngine(await engineFor(network, { engine }), input), runEngine(begun, input));
  });

  it('is prepared with many turns of the event loop, and nothing is left for the thread that runs it', async () => {
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    const source = await prepareEngine(slowLstm(engine === 'wasm' ? 768_000 : 96_000), { engine });
    isDone = true;
    expect(turns).toBeGreaterThan(3);
    if (source.kind === 'interpreter') expect([...(source.rest?.keys() ?? [])]).toEqual([1, 2]);
    else expect(source.program.prewarm).toBeNull();
  });

  it('starts the same where `createEngine` has to prewarm it', async () => {
    const network = slowLstm(8000);
    const source =
      engine === 'wasm'
        ? ({ kind: 'bytes', program: compileNetwork(network) } as const)
        : ({ kind: 'interpreter', network } as const);
    const input = randomAudio(3, 1, 300);
    expectSameBits(runEngine(createEngine(source), input), runEngine(await engineFor(network, { engine }), input));
  });
});

describe('the prewarm', () => {
  it('ends where the states repeat, long before half a second', () => {
    const network = recurrentNetwork();
    expect(prewarmFrames(network)).toBeLessThan(2000);
    expect(prewarmFrames(slowLstm(8000))).toBe(4000);
  });

  it('is left out where nothing is recurrent, or nobody asks for the rest', () => {
    expect(prewarmPlan(gainNetwork(1))).toBeNull();
    expect(prewarmPlan(chainNetwork(1))).toBeNull();
    expect(prewarmPlan(slowLstm(8000, 'zero'))).toBeNull();
    const chain = chainNetwork(recurrentChain(), { start: 'zero', recurrent: true });
    expect(prewarmPlan(chain)?.frames).toBe(24_000);
  });

  it('runs what recurrent ops depend on, and nothing behind them', () => {
    const builder = new NetworkBuilder(48_000, 1);
    const lstm = firstLstm(recurrentNetwork());
    let wide = builder.lstm(builder.input, lstm);
    const alone = planOf(builder.build(wide)).frameWork;
    for (let n = 0; n < 8; n++) wide = builder.concat(wide, wide);
    for (let n = 0; n < 20; n++) wide = builder.activation(wide, { kind: 'tanh' });
    expect(planOf(builder.build(wide)).frameWork).toBe(alone);
    const before = new NetworkBuilder(48_000, 1);
    const bent = before.activation(before.input, { kind: 'tanh' });
    expect(planOf(before.build(before.lstm(bent, lstm))).frameWork).toBeGreaterThan(alone);
  });

  const nan = (builder: NetworkBuilder) => {
    const infinite = { outChannels: 1, kernelSize: 1, weight: Float32Array.of(0), bias: Float32Array.of(3e38) };
    const huge = builder.conv1d(builder.input, infinite);
    const loud = builder.multiply(huge, huge);
    const none = builder.conv1d(loud, { ...infinite, bias: null });
    builder.lstm(none, firstLstm(recurrentNetwork()));
  };
  const slow = (builder: NetworkBuilder) => {
    builder.lstm(builder.input, firstLstm(slowLstm(48_000)));
  };

  it.each([
    ['are NaN', nan],
    ['never rest', slow],
  ])('does not care for ops that reach no output and %s', async (_, add) => {
    const network = withDeadOps(add);
    expect(prewarmFrames(network)).toBe(prewarmFrames(recurrentNetwork()));
    const input = [new Float32Array(200), randomAudio(2, 1, 200)[0]];
    for (const engine of KINDS) {
      for (const channel of input) {
        const expected = runEngine(await engineFor(recurrentNetwork(), { engine }), [channel]);
        expectSameBits(runEngine(await engineFor(network, { engine }), [channel]), expected);
      }
    }
    const [live, alone] = [
      silenceState(network).signals[network.output][0],
      silenceState(recurrentNetwork()).signals[2][0],
    ];
    expect(live).toBeCloseTo(alone, 6);
  });
});
