import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDilatone, type DilatoneOptions } from '../../src/controller/node/create-dilatone.js';
import { PARAMETERS } from '../../src/live/parameters.js';
import type { ProcessorOptions } from '../../src/live/protocol.js';
import { modelOfNetwork } from '../../src/model/sized-model.js';
import { inProcessHost } from '../support/in-process-host.js';
import { AmpBuilder } from '../support/random-amp.js';
import { maxDifference, noise } from '../support/signals.js';

/** y[t] = gain · x[t − delay]. */
function lateModel(delay: number, gain: number) {
  const amp = new AmpBuilder();
  return modelOfNetwork(amp.net.build(amp.gain(amp.delay(amp.net.input, delay), gain)));
}

async function makeNode(sampleRate: number, options: Partial<DilatoneOptions> = {}) {
  const host = await inProcessHost(() => ({ connect: vi.fn(), disconnect: vi.fn() }), sampleRate);
  const context = { sampleRate, currentTime: 0, state: 'running' };
  const model = lateModel(12, -1);
  const dilatone = await createDilatone(context as never, { model, host, multiplyAdd: 'plain', ...options });
  return { dilatone, host, made: host.options[0].processorOptions as ProcessorOptions };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a node whose model is late and inverts', () => {
  it.each(['wasm', 'interpreter'] as const)(
    'mixes both shares in time, the right way up, with the %s engine',
    async (engine) => {
      const { dilatone, host } = await makeNode(48_000, { engine });
      expect(dilatone.info.model).toMatchObject({ delayFrames: 12, inverted: true });
      expect(dilatone.info.latencyFrames).toBe(0);
      const input = noise(128, 1);
      const output = new Float32Array(128);
      const parameters = Object.fromEntries(
        PARAMETERS.map(({ name, defaultValue }) => [name, Float32Array.of(name === 'mix' ? 0.5 : defaultValue)]),
      );
      host.processors[0].processor.process([[input]], [[output]], parameters as never);
      const expected = input.map((_, t) => (t < 12 ? 0 : -input[t - 12]));
      expect(maxDifference(output, expected)).toBeLessThan(1e-6);
    },
  );

  it.each([
    { sampleRate: 96_000, resample: true, delayFrames: 24 },
    { sampleRate: 96_000, resample: false, delayFrames: 12 },
    { sampleRate: 44_100, resample: true, delayFrames: 11 },
  ])('counts in frames of its context: $delayFrames at $sampleRate Hz, resampled: $resample', async (one) => {
    const { sampleRate, resample, delayFrames } = one;
    expect((await makeNode(sampleRate, { resample })).made.alignment).toEqual({ delayFrames, inverted: true });
  });

  it('tells the audio thread with each change of models', async () => {
    const { dilatone, host, made } = await makeNode(48_000);
    expect(made.alignment).toEqual({ delayFrames: 12, inverted: true });
    const request = host.nextRequest();
    dilatone.setModel(lateModel(30, 2)).catch(() => {});
    expect(await request).toMatchObject({ type: 'setEngine', alignment: { delayFrames: 30, inverted: false } });
    const silent = host.nextRequest();
    dilatone.setModel(lateModel(30, 0)).catch(() => {});
    expect(await silent).toMatchObject({ type: 'setEngine', alignment: { delayFrames: 0, inverted: false } });
    dilatone.dispose();
  });
});
