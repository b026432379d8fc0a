import * as Tone from 'tone';
import { afterEach, describe, expect, it } from 'vitest';
import { loadModel, renderModel } from '../../src/index.js';
import { toBase64 } from '../../src/model/base64.js';
import { sha256Hex } from '../../src/rig/files/sha256.js';
import {
  createRig,
  type EmbeddedFile,
  type FileReference,
  type Rig,
  type RigBlock,
  renderRig,
} from '../../src/rig/index.js';
import { sameBits } from '../support/same-bits.js';
import { largestStep, maxDifference, noise } from '../support/signals.js';
import { type ContextKind, offlineContext, playInto } from './support/offline.js';
import { createRecorder } from './support/recorder.js';

const RATE_HZ = 48_000;
const FRAMES = 12_000;
const KINDS: ContextKind[] = ['native', 'standardized-audio-context'];
const DRIVE = '/models/diode-drive.nam';
const CRUNCH = '/models/triode-crunch.nam';

const stereo = [noise(FRAMES, 1, 0.3), noise(FRAMES, 2, 0.3)];
const input = stereo[0];

/** The file at an address: its bytes, as rigs refer to it, and as they hold it. */
async function fileAt(url: string) {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  const sha256 = await sha256Hex(bytes);
  const reference: FileReference = { sha256 };
  const files: Record<string, EmbeddedFile> = { [sha256]: { name: url, base64: toBase64(bytes) } };
  return { bytes, reference, files };
}

const [drive, crunch] = await Promise.all([fileAt(DRIVE), fileAt(CRUNCH)]);
const files = { ...drive.files, ...crunch.files };
const pedal = { type: 'model', id: 'pedal', model: drive.reference, level: 'raw' } as const;
const amp = { type: 'model', id: 'amp', model: crunch.reference, level: 'raw' } as const;
const chain = (...blocks: readonly RigBlock[]) => ({ blocks, files, output: { limitDb: null } });

/** Plays channels through a rig, offline, from the first frame to the last. */
async function renderNode(context: OfflineAudioContext, rig: Rig<OfflineAudioContext>, channels = stereo) {
  playInto(context, rig.node, channels);
  rig.connect(context.destination);
  const rendered = await context.startRendering();
  rig.dispose();
  return [rendered.getChannelData(0), rendered.getChannelData(1)];
}

/** What one model after the other makes of a sound. */
async function renderInSeries(channels: readonly Float32Array[]): Promise<readonly Float32Array[]> {
  let sound = channels;
  for (const { bytes } of [drive, crunch]) sound = await renderModel(await loadModel(new Blob([bytes])), sound);
  return sound;
}

describe.each(KINDS)('a rig in a %s context', (kind) => {
  it('plays its models one after the other from the first frame on, bit for bit', async () => {
    const context = offlineContext(kind, 2, FRAMES);
    const rig = await createRig(context, chain(pedal, amp));
    expect(rig.info).toMatchObject({ latencyFrames: 0, warnings: [] });
    const [output, expected] = [await renderNode(context, rig), await renderInSeries(stereo)];
    const { channels } = await renderRig(chain(pedal, amp), stereo);
    for (const c of [0, 1]) {
      expect(sameBits(output[c], expected[c])).toBe(true);
      expect(sameBits(channels[c], expected[c])).toBe(true);
    }
    expect(maxDifference(output[0], output[1])).toBeGreaterThan(0.01);
  });

  it('plays a mono source on both channels', async () => {
    const context = offlineContext(kind, 2, FRAMES);
    const output = await renderNode(context, await createRig(context, chain(pedal, amp)), [input]);
    const [expected] = await renderInSeries([input]);
    for (const c of [0, 1]) expect(sameBits(output[c], expected)).toBe(true);
  });
});

it('a rig plays in a context of Tone', async () => {
  const raw = offlineContext('standardized-audio-context', 2, FRAMES);
  const tone = new Tone.OfflineContext(raw as never);
  const rig = await createRig(tone as never, chain(pedal));
  const gain = new Tone.Gain({ context: tone });
  rig.connect(gain);
  gain.connect(raw.destination as never);
  playInto(raw, rig.node as AudioNode, [input]);
  const output = (await raw.startRendering()).getChannelData(0);
  const { channels } = await renderRig(chain(pedal), [input]);
  expect(sameBits(output, channels[0])).toBe(true);
});

describe('a preset', () => {
  it('with bytes sounds the same, bit for bit, in another rig', async () => {
    const blocks = [{ type: 'gate' }, pedal, { type: 'split', paths: [[amp], [{ type: 'tone', bassDb: 6 }]] }];
    const first = offlineContext('native', 2, FRAMES);
    const rig = await createRig(first, { ...chain(), blocks });
    rig.set('pedal', { inputDb: 12, mix: 0.7 });
    rig.setBypass('gate', true);
    const state = structuredClone(JSON.parse(JSON.stringify(rig.getState())));
    expect(Object.keys(state.files).sort()).toEqual(Object.keys(files).sort());
    const second = offlineContext('native', 2, FRAMES);
    const copy = await createRig(second, state);
    expect(copy.getState()).toEqual(state);
    expect(sameBits((await renderNode(second, copy))[0], (await renderRig(state, stereo)).channels[0])).toBe(true);
  });

  it('by address opens without its files: they are passed by, and named', async () => {
    const blocks = [
      { type: 'model', id: 'gone', model: '/models/no-such-model.nam' },
      { type: 'model', id: 'here', model: CRUNCH, level: 'raw' },
    ];
    const context = offlineContext('native', 2, FRAMES);
    const rig = await createRig(context, { blocks, output: { limitDb: null } });
    expect(rig.info.blocks.map(({ status }) => status)).toEqual(['missing', 'ready']);
    expect(rig.info.warnings).toEqual([expect.stringMatching(/^gone: bypassed.*no-such-model/)]);
    const [output] = await renderNode(context, rig);
    expect(sameBits(output, (await renderRig(chain(amp), stereo)).channels[0])).toBe(true);
  });
});

it('no input drives a rig above its limit, and sound comes back after it', async () => {
  const sound = noise(36_000, 3, 0.1);
  for (let t = 6000; t < 12_000; t++) sound[t] = t % 100 < 50 ? 1 : -1;
  sound.fill(Number.NaN, 12_000, 12_500).fill(1e30, 12_500, 13_000).fill(Number.NEGATIVE_INFINITY, 13_000, 13_200);
  const context = offlineContext('native', 2, sound.length);
  const blocks = [{ ...pedal, inputDb: 20, outputDb: 40 }, { type: 'equalizer', gain1Db: 24 }, amp] as const;
  const output = await renderNode(context, await createRig(context, { blocks, files }), [sound]);
  for (const channel of output) {
    expect(channel.every((sample) => Math.abs(sample) <= Math.fround(10 ** (-0.3 / 20)))).toBe(true);
    expect(largestStep(channel.subarray(-6000))).toBeGreaterThan(0.01);
  }
});

describe('a rig in real time', () => {
  let context: AudioContext;
  afterEach(() => context.close());

  /** A slow tone over and over: any jump in it is a click. */
  function tone(): AudioBufferSourceNode {
    const sound = Float32Array.from({ length: RATE_HZ }, (_, t) => 0.2 * Math.sin((2 * Math.PI * 110 * t) / RATE_HZ));
    const buffer = context.createBuffer(1, RATE_HZ, RATE_HZ);
    buffer.copyToChannel(sound, 0);
    const source = new AudioBufferSourceNode(context, { buffer, loop: true });
    source.start();
    return source;
  }

  async function startRecording(rig: Rig, seconds: number) {
    const options = { inputs: 2, frames: seconds * RATE_HZ, skippedFrames: RATE_HZ / 4 };
    const { node, heard, recording } = await createRecorder(context, options);
    const source = tone();
    source.connect(node, 0, 0);
    source.connect(rig.node);
    rig.connect(node, 0, 1);
    await heard;
    return { recording };
  }

  it('changes without a click, and ends as if the last rig had played all along, bit for bit', async () => {
    context = new AudioContext({ sampleRate: RATE_HZ });
    const rig = await createRig(context, chain(pedal, amp), { multiplyAdd: 'plain' });
    const { recording } = await startRecording(rig, 3);
    const presets = [chain(pedal, amp), chain(amp, pedal), chain({ type: 'gain', gainDb: -3 }, amp), chain(pedal)];
    await expect(rig.move('amp', { index: 0 })).resolves.toBe('done');
    rig.setBypass('pedal', true);
    await expect(rig.setState(presets[2])).resolves.toBe('done');
    rig.set('gain', { gainDb: 0 });
    await expect(rig.setState(presets[3])).resolves.toBe('done');
    rig.setBypass('pedal', true);
    rig.set('pedal', { outputDb: 3 });
    const storm = [
      rig.setState(presets[2]),
      rig.setState(presets[0]),
      rig.move('amp', { index: 0 }),
      rig.remove('amp'),
    ];
    storm.push(rig.add(amp, { index: 1 }));
    rig.set('pedal', { inputDb: 3 });
    rig.setBypass('pedal', true);
    await expect(Promise.all(storm)).resolves.toEqual(['overtaken', 'overtaken', 'overtaken', 'overtaken', 'done']);
    rig.setBypass('pedal', false);
    const { channels, gaps } = await recording;
    expect(gaps).toBe(0);
    const [dry, wet] = channels;
    const expected = await Promise.all(
      [...presets, rig.document].map(async (state) => (await renderRig(state, [dry])).channels[0]),
    );
    const steps = expected.map((channel) => largestStep(channel.subarray(RATE_HZ / 2)));
    // A crossfade of 10 ms adds what lies between two sounds, in so many steps.
    const fade = maxDifference(wet, new Float32Array(wet.length)) / (0.01 * RATE_HZ);
    expect(largestStep(wet)).toBeLessThanOrEqual(Math.max(...steps) + 2 * fade);
    const last = RATE_HZ / 4;
    expect(sameBits(wet.subarray(-last), (expected.at(-1) as Float32Array).subarray(-last))).toBe(true);
  });

  it('is done at once while its context is suspended, and refuses after it was closed', async () => {
    context = new AudioContext({ sampleRate: RATE_HZ });
    const rig = await createRig(context, chain(pedal));
    await context.suspend();
    await expect(rig.setState(chain(pedal, { type: 'dc' }), { crossfadeSeconds: 10 })).resolves.toBe('done');
    const closed = new AudioContext({ sampleRate: RATE_HZ });
    const other = await createRig(closed, chain(pedal));
    await closed.close();
    await expect(other.remove('pedal')).rejects.toMatchObject({ code: 'worklet' });
    other.set('pedal', { mix: 0.5 });
    other.dispose();
  });
});
