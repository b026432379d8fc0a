import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  bindMidi,
  browserFiles,
  createRig,
  loadRig,
  type Rig,
  type RigDocument,
  readRig,
  readSharedRig,
  shareRig,
} from '../../src/rig/index.js';
import { encodeWav } from '../../src/wav/encode-wav.js';
import { StubAccess, StubInput } from '../support/stub-midi.js';
import { modelFile } from './support/models.js';
import { createRecorder } from './support/recorder.js';

const CACHE = 'dilatone-files-test';
/** Frames after which the models have forgotten what came before the constant. */
const SETTLED = 6400;

/** Answers of the network by address; 404 for all others. */
const served = new Map<string, Blob>();
const site = 'https://rigs.example/board/';

let context: AudioContext;
let rig: Rig | undefined;
beforeEach(() => {
  context = new AudioContext({ sampleRate: 48_000 });
  vi.stubGlobal('fetch', async (address: string) => {
    const file = served.get(address);
    const response = file ? new Response(file) : new Response('', { status: 404, statusText: 'Not Found' });
    return Object.defineProperty(response, 'url', { value: address });
  });
});
afterEach(async () => {
  rig?.dispose();
  rig = undefined;
  served.clear();
  vi.unstubAllGlobals();
  await context.close();
});
afterAll(() => caches.delete(CACHE));

/** A rig that plays a constant of 0.1. */
async function play(document: unknown, options = {}): Promise<Rig> {
  rig = await createRig(context, document, options);
  const source = new ConstantSourceNode(context, { offset: 0.1 });
  source.connect(rig.node);
  source.start();
  return rig;
}

/** Gain in dB from the constant to the last of some frames that are heard. */
async function heardDb(playing: Rig, frames = 1280): Promise<number> {
  const recorder = await createRecorder(context, { inputs: 1, frames, skippedFrames: 0 });
  playing.connect(recorder.node);
  const [sound] = (await recorder.recording).channels;
  playing.disconnect(recorder.node);
  return 20 * Math.log10(Math.abs(sound[frames - 1]) / 0.1);
}

const boost = (gainDb: number, name: string): RigDocument =>
  readRig({ format: 'dilatone-rig', version: 1, name, blocks: [{ type: 'gain', id: 'boost', gainDb }] });

describe('MIDI on a rig that plays', () => {
  const pedal = new StubInput('pedal', 'Foot pedal');
  const presets = [boost(0, 'Clean'), boost(6, 'Lead'), readRig([{ type: 'gain', id: 'other', gainDb: -6 }])];

  async function bind() {
    vi.stubGlobal('navigator', { requestMIDIAccess: async () => new StubAccess(pedal) });
    const playing = await play(presets[0]);
    const onError = vi.fn();
    const binding = await bindMidi(playing, { presets, onError });
    return { playing, binding, onError };
  }

  it('a program chooses a preset, of the same blocks or of others', async () => {
    const { playing, binding, onError } = await bind();
    expect(binding.inputs).toEqual([expect.objectContaining({ id: 'pedal', name: 'Foot pedal' })]);
    pedal.send(0xc0, 1);
    await vi.waitFor(() => expect(playing.document.name).toBe('Lead'));
    expect(await heardDb(playing)).toBeCloseTo(6, 1);
    pedal.send(0xc0, 2);
    await vi.waitFor(() => expect(playing.info.blocks.map(({ id }) => id)).toEqual(['other']));
    expect(await heardDb(playing)).toBeCloseTo(-6, 1);
    // A program without a preset, and one that comes too late.
    pedal.send(0xc0, 9);
    binding.dispose();
    pedal.send(0xc0, 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(playing.block('other')).toBeDefined();
    expect(onError).not.toHaveBeenCalled();
  });

  it('learns a knob and a switch, whose turns and presses are heard', async () => {
    const { playing, binding } = await bind();
    const knob = binding.learn({ id: 'boost', parameter: 'gainDb' });
    pedal.send(0xb2, 11, 100);
    expect(await knob).toEqual({ id: 'boost', parameter: 'gainDb', channel: 3, controller: 11 });
    for (const value of [90, 100, 110, 64, 0]) pedal.send(0xb2, 11, value);
    await vi.waitFor(() => expect(playing.block('boost')).toMatchObject({ gainDb: -60 }));
    expect(await heardDb(playing)).toBeLessThan(-55);
    const button = binding.learn({ id: 'boost', bypass: true });
    pedal.send(0x90, 60, 100);
    expect(await button).toEqual({ id: 'boost', bypass: true, channel: 1, note: 60 });
    pedal.send(0x80, 60, 0);
    expect(playing.block('boost')?.bypass ?? false).toBe(false);
    pedal.send(0x90, 60, 100);
    await vi.waitFor(() => expect(playing.block('boost')?.bypass).toBe(true));
    expect(await heardDb(playing)).toBeCloseTo(0, 1);
    binding.setMappings(JSON.parse(JSON.stringify(binding.mappings)));
    pedal.send(0x90, 60, 100);
    await vi.waitFor(() => expect(playing.block('boost')?.bypass).toBe(false));
    binding.dispose();
  });
});

describe('the files of a rig', () => {
  it('are those beside its address; a block whose file is missing is passed by, and said to be', async () => {
    const blocks = [
      { type: 'model', id: 'amp', model: { url: '../amps/nano.nam' } },
      { type: 'cabinet', id: 'cabinet', response: { url: 'gone.wav' } },
    ];
    served.set(`${site}rig.json`, new Blob([JSON.stringify({ format: 'dilatone-rig', version: 1, blocks })]));
    served.set('https://rigs.example/amps/nano.nam', modelFile('nano'));
    const playing = await play(await loadRig(`${site}rig.json`));
    expect(playing.info.blocks).toMatchObject([
      { id: 'amp', status: 'ready', problem: null, model: { architecture: 'WaveNet' } },
      {
        id: 'cabinet',
        status: 'missing',
        problem: expect.stringContaining('gone.wav: expected a file, got HTTP status 404'),
      },
    ]);
    expect(playing.info.warnings).toContainEqual(
      expect.stringMatching(/^cabinet: bypassed, since its file is missing/),
    );
    const before = await heardDb(playing, SETTLED);
    await playing.remove('cabinet');
    expect(await heardDb(playing, SETTLED)).toBeCloseTo(before, 3);
    expect(playing.info.warnings).not.toContainEqual(expect.stringMatching(/^cabinet/));
  });

  it('are kept by the browser, for when their address is gone', async () => {
    const half = encodeWav({ channels: [Float32Array.of(0.5)], sampleRate: 48_000 }, '32f').bytes;
    served.set(`${site}half.wav`, new Blob([half as BlobPart]));
    const cabinet = { type: 'cabinet', id: 'cabinet', normalize: false, response: { url: `${site}half.wav` } };
    const first = await play([cabinet], { store: browserFiles(CACHE) });
    const saved = JSON.parse(JSON.stringify(first.getState({ embed: 'none' })));
    expect(saved.files).toBeUndefined();
    first.dispose();
    served.clear();
    const without = await createRig(context, saved);
    expect(without.info.blocks).toMatchObject([{ status: 'missing' }]);
    without.dispose();
    const again = await play(saved, { store: browserFiles(CACHE) });
    expect(again.info.blocks).toMatchObject([{ status: 'ready' }]);
    expect(await heardDb(again)).toBeCloseTo(-6.02, 2);
  });

  it('go into a link, and play from it', async () => {
    const file = modelFile('feather');
    served.set(`${site}feather.nam`, file);
    const whole = (await play([{ type: 'model', id: 'amp', model: { url: `${site}feather.nam` } }])).getState({
      embed: 'all',
    });
    const heard = await heardDb(rig!, SETTLED);
    rig!.dispose();
    served.clear();
    const text = await shareRig(whole);
    expect(new URL(`https://example.org/#${text}`).hash.slice(1)).toBe(text);
    const shared = await readSharedRig(text);
    expect(shared).toEqual(whole);
    expect(await heardDb(await play(shared), SETTLED)).toBeCloseTo(heard, 3);
  });
});
