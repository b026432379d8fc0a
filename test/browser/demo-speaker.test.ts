import { AudioBuffer, AudioBufferSourceNode, GainNode, OfflineAudioContext } from 'standardized-audio-context';
import { describe, expect, test } from 'vitest';
import { ClickSound } from '../../demo/audio/click-sound.js';
import { gainOf } from '../../demo/audio/ramp.js';
import { CEILING_DB, Speaker } from '../../demo/audio/speaker.js';

const SAMPLE_RATE = 48_000;
const FRAMES = 12_000;
/** Chromium changes the connections of an offline context only after its first quantum. */
const START = 256;
const CEILING = 10 ** (CEILING_DB / 20);

const noise = (level: number) => (t: number) => level * Math.sin(t * t * 0.37 + t);
const sine = (level: number) => (t: number) => level * Math.sin(t * 0.05);

/** What goes in: the channels of a sound, gains of trim and volume in dB, and the metronome's level, if it ticks. */
interface Way {
  readonly channels?: readonly ((t: number) => number)[];
  readonly gainsDb?: readonly number[];
  readonly clickDb?: number;
}

const WAYS: Readonly<Record<string, Way>> = {
  'a sound at full scale': { channels: [sine(1)] },
  'a sound 12 dB above full scale': { channels: [sine(4)] },
  'a sound 60 dB above full scale': { channels: [noise(1000)] },
  'a stereo sound with one loud side': { channels: [sine(0.1), noise(9)] },
  'six loud channels': { channels: Array.from({ length: 6 }, (_, c) => noise(1 + c)) },
  'a square wave': { channels: [(t) => (t % 200 < 100 ? 2 : -2)] },
  'an offset': { channels: [() => 3] },
  'an offset downwards': { channels: [() => -3] },
  'single impulses': { channels: [(t) => (t % 997 === 0 ? 50 : 0)] },
  NaN: { channels: [() => Number.NaN] },
  'a single NaN in a sound': { channels: [(t) => (t === 500 ? Number.NaN : Math.sin(t))] },
  'infinities of both signs': { channels: [(t) => (t % 2 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY)] },
  '1e30': { channels: [(t) => 1e30 * Math.sin(t)] },
  'the largest floats': { channels: [(t) => (t % 3 ? 3.4e38 : -3.4e38)] },
  'denormal numbers': { channels: [() => 1e-40] },
  'trim and volume at their maximum': { channels: [sine(1)], gainsDb: [24, 12] },
  'trim and volume at their maximum, and 1e30': { channels: [(t) => 1e30 * Math.sin(t)], gainsDb: [24, 12] },
  'the metronome at full volume': { clickDb: 6 },
  'a loud sound, and the metronome at full volume': { channels: [noise(4)], gainsDb: [24, 12], clickDb: 6 },
  'NaN, and the metronome at full volume': { channels: [() => Number.NaN], clickDb: 6 },
  'a sound at the ceiling, and the metronome': { channels: [sine(CEILING)], clickDb: 0 },
};

/** Ways that nothing audible comes out of. */
const SILENT = ['NaN', 'NaN, and the metronome at full volume', 'infinities of both signs', 'denormal numbers'];

async function play({ channels = [], gainsDb = [], clickDb }: Way): Promise<Float32Array[]> {
  const context = new OfflineAudioContext({ length: FRAMES, numberOfChannels: 2, sampleRate: SAMPLE_RATE });
  const speaker = new Speaker(context);
  await speaker.guard();
  if (channels.length > 0) {
    const buffer = new AudioBuffer({ length: FRAMES, numberOfChannels: channels.length, sampleRate: SAMPLE_RATE });
    channels.forEach((channel, c) => {
      buffer.copyToChannel(
        Float32Array.from({ length: FRAMES }, (_, t) => channel(t)),
        c,
      );
    });
    const source = new AudioBufferSourceNode(context, { buffer });
    let end: { connect(node: typeof speaker.input): unknown } = source;
    for (const db of gainsDb) {
      const gain = new GainNode(context, { gain: gainOf(db) });
      end.connect(gain);
      end = gain;
    }
    end.connect(speaker.input);
    source.start(START / SAMPLE_RATE);
  }
  if (clickDb !== undefined) {
    const clicks = new ClickSound(context, speaker.input);
    // Two at once, in phase.
    for (const kind of ['accent', 'accent', 'beat'] as const) clicks.play(0.05, kind, gainOf(clickDb));
  }
  const rendered = await context.startRendering();
  return [0, 1].map((c) => rendered.getChannelData(c));
}

describe('what leaves the page', () => {
  test.each(Object.keys(WAYS))('never exceeds −0.3 dBFS: %s', async (name) => {
    const channels = await play(WAYS[name]);
    for (const samples of channels) {
      expect(samples.findIndex((sample) => !(Math.abs(sample) <= CEILING))).toBe(-1);
    }
    const isHeard = channels.some((samples) => samples.some((sample) => Math.abs(sample) > 0.1));
    expect(isHeard).toBe(!SILENT.includes(name));
  });

  test('is otherwise what went in, to −120 dB', async () => {
    const [samples] = await play({ channels: [noise(0.96)] });
    const played = samples.subarray(START);
    const worst = played.reduce((most, sample, t) => Math.max(most, Math.abs(sample - Math.fround(noise(0.96)(t)))), 0);
    expect(worst).toBeLessThan(1e-6);
    const [silence] = await play({ channels: [() => 0] });
    expect(silence.every((sample) => sample === 0)).toBe(true);
  });
});
