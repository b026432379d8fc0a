import { describe, expect, inject, it } from 'vitest';
import { createDilatone, loadModel, renderModel } from '../../src/index.js';
import { maxDifference, noise } from '../support/signals.js';
import { feather, nano } from './support/models.js';
import { type ContextKind, offlineContext, playInto, renderThroughNode } from './support/offline.js';

const KINDS: ContextKind[] = ['native', 'standardized-audio-context'];
const ENGINES = ['wasm', 'interpreter'] as const;

const FRAMES = 12_000;
const stereo = [noise(FRAMES, 1), noise(FRAMES, 2)];

describe.each(KINDS)('an offline rendering with a %s context', (kind) => {
  it('adds up products as every machine does', async () => {
    const dilatone = await createDilatone(offlineContext(kind, 1, 128), { model: nano() });
    expect(dilatone.info.multiplyAdd).toBe('plain');
  });

  describe.each(ENGINES)('and the %s engine', (engine) => {
    it('equals renderModel from the first frame to the last, in mono', async () => {
      const model = nano();
      const expected = await renderModel(model, [stereo[0]], { engine });
      const [output] = await renderThroughNode(offlineContext(kind, 1, FRAMES), [stereo[0]], { model, engine });
      expect(maxDifference(output, expected[0])).toBeLessThanOrEqual(1e-6);
    });

    it('equals renderModel in stereo, each channel by itself', async () => {
      const model = nano();
      const expected = await renderModel(model, stereo, { engine });
      const options = { model, engine, channels: 2 };
      const output = await renderThroughNode(offlineContext(kind, 2, FRAMES), stereo, options);
      for (const c of [0, 1]) expect(maxDifference(output[c], expected[c])).toBeLessThanOrEqual(1e-6);
      expect(maxDifference(output[0], output[1])).toBeGreaterThan(0.01);
    });
  });

  it('equals renderModel for the A1 standard model of the reference project', async (test) => {
    const text = inject('a1Standard');
    if (text === '') test.skip('SKIPPED: ../shared/golden is not beside this repository');
    const model = await loadModel(new Blob([text]));
    const expected = await renderModel(model, stereo);
    const output = await renderThroughNode(offlineContext(kind, 2, FRAMES), stereo, { model, channels: 2 });
    for (const c of [0, 1]) expect(maxDifference(output[c], expected[c])).toBeLessThanOrEqual(1e-6);
  });

  it('plays a mono source in full on both channels of a stereo node', async () => {
    const model = nano();
    const [expected] = await renderModel(model, [stereo[0]]);
    const context = offlineContext(kind, 2, FRAMES);
    const dilatone = await createDilatone(context, { model, channels: 2 });
    playInto(context, dilatone.node, [stereo[0]]);
    dilatone.connect(context.destination);
    const rendered = await context.startRendering();
    for (const c of [0, 1]) expect(maxDifference(rendered.getChannelData(c), expected)).toBeLessThanOrEqual(1e-6);
  });

  it('follows its input from mono to stereo and back', async () => {
    const model = nano();
    const context = offlineContext(kind, 2, FRAMES);
    const dilatone = await createDilatone(context, { model, channels: 'auto' });
    const [start, end] = [3000, 6000];
    playInto(context, dilatone.node, [stereo[0]]);
    playInto(context, dilatone.node, stereo, start / 48_000).stop(end / 48_000);
    dilatone.connect(context.destination);
    const rendered = await context.startRendering();
    const input = stereo.map((channel) =>
      stereo[0].map((sample, t) => (t >= start && t < end ? sample + channel[t - start] : sample)),
    );
    const expected = await renderModel(model, input);
    for (const c of [0, 1]) expect(maxDifference(rendered.getChannelData(c), expected[c])).toBeLessThanOrEqual(1e-6);
    expect(maxDifference(expected[0].subarray(start, end), expected[1].subarray(start, end))).toBeGreaterThan(0.01);
  });

  it('plays the model that was set before it started', async () => {
    const context = offlineContext(kind, 1, FRAMES);
    const dilatone = await createDilatone(context, { model: nano() });
    const model = feather();
    await expect(dilatone.setModel(model)).resolves.toBe('done');
    playInto(context, dilatone.node, [stereo[0]]);
    dilatone.connect(context.destination);
    const rendered = await context.startRendering();
    const [expected] = await renderModel(model, [stereo[0]]);
    expect(maxDifference(rendered.getChannelData(0), expected)).toBeLessThanOrEqual(1e-6);
  });

  it('runs a model of another rate at its own, late by the latency that it tells', async () => {
    const sampleRate = 44_100;
    const context = offlineContext(kind, 2, FRAMES, sampleRate);
    const model = nano();
    const dilatone = await createDilatone(context, { model, channels: 2 });
    const { latencyFrames, modelSampleRate } = dilatone.info;
    expect(modelSampleRate).toBe(48_000);
    expect(latencyFrames).toBeGreaterThan(0);
    playInto(context, dilatone.node, stereo);
    dilatone.connect(context.destination);
    const rendered = await context.startRendering();
    const expected = await renderModel(model, stereo, { sampleRate });
    for (const c of [0, 1]) {
      const output = rendered.getChannelData(c).subarray(latencyFrames);
      expect(maxDifference(output, expected[c].subarray(0, FRAMES - latencyFrames))).toBeLessThanOrEqual(1e-6);
    }
  });

  it('mixes the sound of such a model in phase with the dry one', async () => {
    const context = offlineContext(kind, 1, FRAMES, 44_100);
    const dilatone = await createDilatone(context, { model: nano() });
    dilatone.mix.value = 0;
    playInto(context, dilatone.node, [stereo[0]]);
    dilatone.connect(context.destination);
    const output = (await context.startRendering()).getChannelData(0);
    const { latencyFrames } = dilatone.info;
    expect(output.subarray(latencyFrames)).toEqual(stereo[0].subarray(0, FRAMES - latencyFrames));
  });

  it('follows the automation of its parameters', async () => {
    const context = offlineContext(kind, 1, FRAMES);
    const dilatone = await createDilatone(context, { model: nano() });
    dilatone.mix.setValueAtTime(1, 0);
    dilatone.mix.setValueAtTime(0, 6000 / 48_000);
    playInto(context, dilatone.node, [stereo[0]]);
    dilatone.connect(context.destination);
    const rendered = (await context.startRendering()).getChannelData(0);
    const [wet] = await renderModel(nano(), [stereo[0]]);
    expect(maxDifference(rendered.subarray(0, 6000), wet.subarray(0, 6000))).toBeLessThanOrEqual(1e-6);
    expect(rendered.subarray(6480)).toEqual(stereo[0].subarray(6480));
  });
});

describe('a render quantum of 1000 frames', () => {
  /** Chromium's way to ask for it; other browsers ignore it. */
  const options = { numberOfChannels: 2, length: FRAMES, sampleRate: 48_000, renderSizeHint: 1000 };

  it.for(ENGINES)('gives the same sound as renderModel with the %s engine', async (engine, test) => {
    const context: OfflineAudioContext & { renderQuantumSize?: number } = new OfflineAudioContext(options);
    if (context.renderQuantumSize !== 1000) test.skip('SKIPPED: this browser has render quanta of 128 frames only');
    const model = nano();
    const expected = await renderModel(model, stereo, { engine });
    const output = await renderThroughNode(context, stereo, { model, engine, channels: 2 });
    for (const c of [0, 1]) expect(maxDifference(output[c], expected[c])).toBeLessThanOrEqual(1e-6);
  });
});
