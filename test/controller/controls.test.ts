import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDilatone, type DilatoneOptions } from '../../src/controller/node/create-dilatone.js';
import { renderModel } from '../../src/offline/render.js';
import { conditionedModel } from '../support/conditioned-model.js';
import { type InProcessHost, inProcessHost } from '../support/in-process-host.js';
import { modelOf } from '../support/model-of.js';
import { largestStep } from '../support/signals.js';
import { crossingNetwork, gainNetwork } from '../support/small-networks.js';
import { runQuanta } from '../support/worklet-scope.js';

const RATE_HZ = 48_000;
const QUANTUM = 128;
const model = conditionedModel();
const context = { sampleRate: RATE_HZ, currentTime: 0, state: 'running' };

/** A low sine, whose own steps are small. */
const sine = Float32Array.from({ length: RATE_HZ }, (_, t) => 0.5 * Math.sin((2 * Math.PI * 100 * t) / RATE_HZ));

let host: InProcessHost;

beforeEach(async () => {
  host = await inProcessHost(() => ({ connect: () => {}, disconnect: () => {} }));
});
afterEach(() => {
  vi.unstubAllGlobals();
  context.state = 'running';
});

/** Rounded as `renderModel` does it, also where the machine has a faster way. */
const create = (options: Partial<DilatoneOptions> = {}) =>
  createDilatone(context, { model, host, multiplyAdd: 'plain', ...options });

/** Lets messages and short work of this thread come through. */
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Plays the sine, quantum by quantum, and lets the thread breathe between them; `before` is called with each start. */
async function play(before: (frame: number) => void): Promise<Float32Array> {
  const output = new Float32Array(sine.length);
  for (let start = 0; start < sine.length; start += QUANTUM) {
    before(start);
    await turn();
    output.set(runQuanta(host.processors[0], sine.subarray(start, start + QUANTUM)), start);
  }
  return output;
}

describe('controls', () => {
  it('are set from the first frame on where the node is made with them', async () => {
    const dilatone = await create({ controls: { drive: 3 } });
    expect(dilatone.controls).toEqual({ drive: 3 });
    const [expected] = await renderModel(model, [sine], { controls: { drive: 3 } });
    expect(runQuanta(host.processors[0], sine)).toEqual(expected);
  });

  it('turned all the way in 10 ms make no click, and end in the network with that setting, bit for bit', async () => {
    const dilatone = await create({ controls: { drive: 0 } });
    const outcomes: Promise<string>[] = [];
    const output = await play((start) => {
      const turned = (start - 8 * QUANTUM) / (4 * QUANTUM);
      if (turned > 0 && turned <= 1) outcomes.push(dilatone.setControls({ drive: 4 * turned }));
    });
    expect(await outcomes.at(-1)).toBe('done');
    expect(outcomes).toHaveLength(4);

    const [expected] = await renderModel(model, [sine], { controls: { drive: 4 } });
    const late = RATE_HZ / 2;
    expect(output.subarray(late)).toEqual(expected.subarray(late));
    // The step of a crossfade of 50 ms between signals that are 2 apart at most comes on top of the sound's own.
    expect(largestStep(output)).toBeLessThanOrEqual(largestStep(expected) + 2 / (0.05 * RATE_HZ));
    expect(dilatone.controls).toEqual({ drive: 4 });
  });

  it('that are not named stay as they are', async () => {
    const dilatone = await create();
    const change = dilatone.setControls({ drive: 2 }, { crossfadeSeconds: 0 });
    dilatone.setControls({ tone: 1 }, { crossfadeSeconds: 0 });
    expect(dilatone.controls).toEqual({ drive: 2, tone: 1 });
    await play(() => {});
    expect(await change).toBe('done');
    const [expected] = await renderModel(model, [sine], { controls: { drive: 2, tone: 1 } });
    // The first echo is that of what was played before.
    expect(runQuanta(host.processors[0], sine).subarray(100)).toEqual(expected.subarray(100));
  });

  it('that wait for the change under way are not lost when it ends', async () => {
    const dilatone = await create();
    context.state = 'suspended';
    const first = dilatone.setControls({ drive: 2 });
    const second = dilatone.setControls({ drive: 3 });
    await first;
    expect(dilatone.controls).toEqual({ drive: 3 });
    const third = dilatone.setControls({ tone: 1 });
    expect(await Promise.all([second, third])).toContain('done');
    expect(dilatone.controls).toEqual({ drive: 3, tone: 1 });
  });

  it('out of range, or of another model, are refused and change nothing', async () => {
    const dilatone = await create({ controls: { drive: 2 } });
    await expect(dilatone.setControls({ drive: 5 })).rejects.toThrow(RangeError);
    await expect(dilatone.setControls({ wah: 1 })).rejects.toThrow(RangeError);
    expect(dilatone.controls).toEqual({ drive: 2 });
  });

  it('do not give way to a model that is refused', async () => {
    const dilatone = await create();
    context.state = 'suspended';
    const changes = [dilatone.setControls({ drive: 2 }), dilatone.setControls({ drive: 3 })];
    await expect(dilatone.setModel(modelOf(crossingNetwork()))).rejects.toMatchObject({ code: 'unsupported' });
    await expect(changes[1]).resolves.toBe('done');
    expect(dilatone.controls).toEqual({ drive: 3 });
  });

  it('give way to another model', async () => {
    const dilatone = await create();
    const changes = [dilatone.setControls({ drive: 2 }), dilatone.setControls({ drive: 3 })];
    const swap = dilatone.setModel(modelOf(gainNetwork(2)));
    expect(dilatone.controls).toEqual({});
    await play(() => {});
    expect(await Promise.all([...changes, swap])).toEqual(['overtaken', 'overtaken', 'done']);
  });
});
