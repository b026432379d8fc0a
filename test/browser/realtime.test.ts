import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fastestMultiplyAdd } from '../../src/controller/node/live-engine.js';
import {
  createDilatone,
  type Dilatone,
  type FaultEvent,
  listMicrophones,
  type MeterReading,
  measureRoundTrip,
  openMicrophone,
  renderModel,
} from '../../src/index.js';
import { MICROPHONE_RATE_HZ, microphoneSignal } from '../support/microphone-file.js';
import { largestStep, maxDifference } from '../support/signals.js';
import * as models from './support/models.js';
import { createRecorder, type Recording } from './support/recorder.js';

/** Half a second: more than any of these models remembers, and than a graph takes to settle. */
const SKIPPED_FRAMES = MICROPHONE_RATE_HZ / 2;

// Models of the context's rate, so that input and output come at the same time.
const nano = () => models.nano(MICROPHONE_RATE_HZ);
const feather = () => models.feather(MICROPHONE_RATE_HZ);
const broken = () => models.broken(MICROPHONE_RATE_HZ);

let context: AudioContext;

beforeEach(() => {
  context = new AudioContext({ sampleRate: MICROPHONE_RATE_HZ });
});
afterEach(() => context.close());

/** Records a source and what nodes make of it; resolves with the first sound. */
async function startRecording(source: AudioNode, dilatones: readonly Dilatone[], seconds: number) {
  const frames = seconds * MICROPHONE_RATE_HZ;
  const inputs = 1 + dilatones.length;
  const { node, heard, recording } = await createRecorder(context, { inputs, frames, skippedFrames: SKIPPED_FRAMES });
  source.connect(node, 0, 0);
  dilatones.forEach((dilatone, index) => {
    source.connect(dilatone.node);
    dilatone.connect(node, 0, index + 1);
  });
  await heard;
  return { recording };
}

/** Records a source and what nodes make of it. */
async function record(source: AudioNode, dilatones: readonly Dilatone[], seconds: number): Promise<Recording> {
  return (await startRecording(source, dilatones, seconds)).recording;
}

/** Compares what a node made of a recorded sound with what its model makes of it, once it remembers nothing else. */
async function differenceFromModel(dry: Float32Array, wet: Float32Array, model = nano()): Promise<number> {
  const [expected] = await renderModel(model, [dry]);
  const { receptiveField } = model.info;
  return maxDifference(wet.subarray(receptiveField), expected.subarray(receptiveField));
}

/** A source that plays the microphone's sound over and over. */
function loop(): AudioBufferSourceNode {
  const signal = microphoneSignal();
  const buffer = context.createBuffer(1, signal.length, MICROPHONE_RATE_HZ);
  buffer.copyToChannel(signal, 0);
  const source = new AudioBufferSourceNode(context, { buffer, loop: true });
  source.start();
  return source;
}

/** The beginning of each of the microphone's tones. */
function plucks(): Float32Array[] {
  const signal = microphoneSignal();
  const starts = Array.from({ length: 36 }, (_, pluck) => (pluck * MICROPHONE_RATE_HZ) / 12);
  return starts.map((start) => signal.subarray(start, start + 1000));
}

/** Whether a recording holds this signal somewhere, but for rounding. */
function holds(recording: Float32Array, signal: Float32Array): boolean {
  const matches = (start: number) => signal.every((sample, t) => Math.abs(sample - recording[start + t]) < 1 / 32_768);
  return recording.some((_, start) => start + signal.length <= recording.length && matches(start));
}

describe('a realtime context', () => {
  it('processes the microphone for five seconds without a gap', async () => {
    const dilatone = await createDilatone(context, { model: nano() });
    const microphone = await openMicrophone(context);
    const { channels, gaps } = await record(microphone.node, [dilatone], 5);
    microphone.stop();
    expect(gaps).toBe(0);
    const [dry, wet] = channels;
    expect(plucks().some((pluck) => holds(dry, pluck))).toBe(true);
    expect(await differenceFromModel(dry, wet)).toBeLessThanOrEqual(1e-6);
    expect(maxDifference(dry, wet)).toBeGreaterThan(0.01);
  });

  it('adds up products in the way that is faster here, or as it is told', async () => {
    const chosen = await createDilatone(context, { model: feather() });
    expect(chosen.info.multiplyAdd).toBe(await fastestMultiplyAdd());
    for (const multiplyAdd of ['plain', 'relaxed'] as const) {
      const dilatone = await createDilatone(context, { model: nano(), multiplyAdd });
      await dilatone.setModel(feather());
      expect(dilatone.info.multiplyAdd).toBe(multiplyAdd);
      const { channels } = await record(loop(), [dilatone], 1);
      const difference = await differenceFromModel(channels[0], channels[1], feather());
      expect(difference).toBeLessThanOrEqual(multiplyAdd === 'plain' ? 0 : 1e-6);
    }
    const interpreted = await createDilatone(context, { model: nano(), engine: 'interpreter' });
    expect(interpreted.info.multiplyAdd).toBeNull();
  });

  it('measures how long sound takes from one place to another', async () => {
    const frames = 4321;
    const air = new DelayNode(context, { delayTime: frames / context.sampleRate });
    const loss = new GainNode(context, { gain: 0.1 });
    air.connect(loss);
    await context.resume();
    const roundTrip = await measureRoundTrip(context, { output: air, input: loss });
    expect(roundTrip.frames).toBe(frames);
    expect(roundTrip.seconds).toBe(frames / context.sampleRate);
    const elsewhere = new GainNode(context);
    await expect(measureRoundTrip(context, { output: air, input: elsewhere })).rejects.toMatchObject({
      code: 'microphone',
    });
  });

  it('lists the microphones', async () => {
    const microphone = await openMicrophone(context);
    const devices = await listMicrophones();
    expect(devices.map(({ deviceId }) => deviceId)).toContain(microphone.settings.deviceId);
    microphone.stop();
  });

  it('says what the browser made of the microphone', async () => {
    const microphone = await openMicrophone(context, { channels: 1 });
    expect(microphone.settings).toMatchObject({
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
    });
    microphone.stop();
  });

  it('hears the microphone in a context of another rate', async () => {
    const other = new AudioContext({ sampleRate: 32_000 });
    const microphone = await openMicrophone(other);
    const dilatone = await createDilatone(other, { model: nano() });
    microphone.node.connect(dilatone.node);
    dilatone.connect(other.destination);
    expect(dilatone.info.latencyFrames).toBeGreaterThan(0);
    await new Promise<void>((resolve) => {
      const stop = dilatone.on('meters', (reading) => {
        if (reading.input.peak < 0.1 || reading.output.peak === 0) return;
        stop();
        resolve();
      });
    });
    microphone.stop();
    await other.close();
  });

  it('runs two nodes at once, each with its own model', async () => {
    const dilatones = [
      await createDilatone(context, { model: nano() }),
      await createDilatone(context, { model: feather() }),
    ];
    const { channels, gaps } = await record(loop(), dilatones, 1);
    expect(gaps).toBe(0);
    const [dry, first, second] = channels;
    expect(await differenceFromModel(dry, first, nano())).toBeLessThanOrEqual(1e-6);
    expect(await differenceFromModel(dry, second, feather())).toBeLessThanOrEqual(1e-6);
  });

  it('changes models while it runs, and ends on the new one', async () => {
    const dilatone = await createDilatone(context, { model: nano() });
    const source = loop();
    await startRecording(source, [dilatone], 1);
    await expect(dilatone.setModel(feather())).resolves.toBe('done');
    expect(dilatone.info.model.parameters).toBe(feather().info.parameters);
    const { channels, gaps } = await record(source, [dilatone], 1);
    expect(gaps).toBe(0);
    expect(await differenceFromModel(channels[0], channels[1], feather())).toBeLessThanOrEqual(1e-6);
  });

  it('makes no gap and no click while it changes models', async () => {
    const dilatone = await createDilatone(context, { model: nano() });
    const { recording } = await startRecording(loop(), [dilatone], 3);
    for (const model of [feather(), nano(), feather(), nano()]) {
      await expect(dilatone.setModel(model)).resolves.toBe('done');
    }
    const { channels, gaps } = await recording;
    expect(gaps).toBe(0);
    const steps = [];
    for (const model of [nano(), feather()]) steps.push(largestStep((await renderModel(model, [channels[0]]))[0]));
    expect(largestStep(channels[1])).toBeLessThanOrEqual(1.1 * Math.max(...steps));
  });

  it('stays with the dry sound when a model breaks, says so, and recovers with another', async () => {
    const dilatone = await createDilatone(context, { model: broken() });
    const fault = new Promise<FaultEvent>((resolve) => dilatone.on('fault', resolve));
    const source = loop();
    const { channels } = await record(source, [dilatone], 1);
    expect(channels[1]).toEqual(channels[0]);
    expect((await fault).reason).toBe('engine: expected finite samples, got NaN or infinity');
    await expect(dilatone.setModel(nano())).resolves.toBe('done');
    const { channels: recovered } = await record(source, [dilatone], 1);
    expect(await differenceFromModel(recovered[0], recovered[1])).toBeLessThanOrEqual(1e-6);
  });

  it('goes on with the old model when the new one breaks', async () => {
    const dilatone = await createDilatone(context, { model: nano() });
    const { recording } = await startRecording(loop(), [dilatone], 1);
    await expect(dilatone.setModel(broken())).rejects.toMatchObject({ code: 'worklet' });
    const { channels } = await recording;
    expect(await differenceFromModel(channels[0], channels[1])).toBeLessThanOrEqual(1e-6);
  });

  it('falls silent and goes on without a node that is disposed', async () => {
    const [disposed, kept] = [
      await createDilatone(context, { model: nano() }),
      await createDilatone(context, { model: nano() }),
    ];
    const source = loop();
    const { recording } = await startRecording(source, [disposed, kept], 1);
    disposed.dispose();
    disposed.dispose();
    await expect(disposed.setModel(nano())).rejects.toMatchObject({ code: 'disposed' });
    const { channels } = await recording;
    expect(channels[1]).toEqual(new Float32Array(channels[1].length));
    expect(await differenceFromModel(channels[0], channels[2])).toBeLessThanOrEqual(1e-6);
  });

  it('measures levels and load while somebody listens', async () => {
    const dilatone = await createDilatone(context, { model: nano() });
    const { channels } = await record(loop(), [dilatone], 1);
    const reading = await new Promise<MeterReading>((resolve) => {
      const stop = dilatone.on('meters', (reading) => {
        // The first one may hold the time before the first sound alone.
        if (reading.input.peak === 0) return;
        stop();
        resolve(reading);
      });
    });
    const peakOf = (signal: Float32Array) => signal.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
    for (const [level, signal] of [
      [reading.input, channels[0]],
      [reading.output, channels[1]],
    ] as const) {
      expect(level.rms).toBeGreaterThan(0);
      expect(level.peak).toBeGreaterThanOrEqual(level.rms);
      expect(level.peak).toBeLessThanOrEqual(1.2 * peakOf(signal));
      expect(level.clips).toBe(0);
    }
    expect(reading.load.mean).toBeGreaterThanOrEqual(0);
    expect(reading.load.peak).toBeGreaterThanOrEqual(reading.load.mean);
  });

  it('ends, after a change of models, as if the new one had run all along', async () => {
    const dilatone = await createDilatone(context, { model: nano() });
    const always = await createDilatone(context, { model: feather() });
    const { recording } = await startRecording(loop(), [dilatone, always], 2);
    await expect(dilatone.setModel(feather(), { crossfadeSeconds: 0.02 })).resolves.toBe('done');
    const { channels, gaps } = await recording;
    expect(gaps).toBe(0);
    const last = MICROPHONE_RATE_HZ / 2;
    expect(channels[1].subarray(-last)).toEqual(channels[2].subarray(-last));
  });

  it('changes models at once while it is suspended', async () => {
    const dilatone = await createDilatone(context, { model: nano() });
    await context.suspend();
    await expect(dilatone.setModel(feather(), { crossfadeSeconds: 10 })).resolves.toBe('done');
  });

  it('completes a change at once when it is suspended meanwhile, and goes on with the new model', async () => {
    const dilatone = await createDilatone(context, { model: nano() });
    const source = loop();
    await startRecording(source, [dilatone], 1);
    const change = dilatone.setModel(feather(), { crossfadeSeconds: 60 });
    await context.suspend();
    await expect(change).resolves.toBe('done');
    await context.resume();
    const { channels } = await record(source, [dilatone], 1);
    expect(await differenceFromModel(channels[0], channels[1], feather())).toBeLessThanOrEqual(1e-6);
  });

  it('completes a change of a node that is connected to nothing', async () => {
    const dilatone = await createDilatone(context, { model: nano() });
    const source = loop();
    await startRecording(source, [dilatone], 1);
    dilatone.disconnect();
    await expect(dilatone.setModel(feather(), { crossfadeSeconds: 0.1 })).resolves.toBe('done');
  });

  it('refuses changes after it was closed', async () => {
    const closed = new AudioContext();
    const dilatone = await createDilatone(closed, { model: nano() });
    await closed.close();
    await expect(dilatone.setModel(feather())).rejects.toMatchObject({ code: 'worklet', where: 'setModel' });
  });
});
