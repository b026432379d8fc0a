import { DilatoneError } from '../../errors.js';
import { checkSampleRate, malformed, type Sound } from '../../wav/sound.js';
import { peakOf } from './trim-response.js';

/** A file below this is silent: −200 dBFS. */
const SILENCE = 1e-10;
/** One channel of two is silent if it is this far below the other: −80 dB. */
const ONE_SIDE = 1e-4;

/** What sounds for longer than this may be a song. */
const LONG_SECONDS = 10;
/** It is one if its second half has this share of the power, −20 dB: even the longest halls have decayed more. */
const SONG_POWER = 0.01;

/** Throws a DilatoneError `malformed` unless a sound is a response: some frames of finite numbers, not all of them silent. */
export function checkResponse({ channels, sampleRate }: Sound, where: string): void {
  checkSampleRate(sampleRate, where);
  if (channels.length === 0) malformed(`${where}: channels`, 'at least one', 0);
  const frames = channels[0].length;
  if (frames === 0) malformed(where, 'at least one frame of sound', 0);
  channels.forEach((channel, c) => {
    const place = `${where}: channel ${c + 1}`;
    if (channel.length !== frames) malformed(place, `${frames} frames`, channel.length);
    const frame = channel.findIndex((sample) => !Number.isFinite(sample));
    if (frame >= 0) malformed(`${place}, frame ${frame}`, 'a finite number', channel[frame]);
  });
  if (peakOf(channels.slice(0, 2)) < SILENCE) malformed(where, 'an impulse response', 'silence');
}

/** Throws a DilatoneError `malformed` for sound that is long and does not decay, as an impulse response does. */
export function refuseSong(channels: readonly Float32Array[], sampleRate: number, where: string): void {
  const frames = channels[0].length;
  const seconds = Math.round(frames / sampleRate);
  if (seconds <= LONG_SECONDS) return;
  const powerFrom = (start: number) =>
    channels.reduce((sum, channel) => channel.subarray(start).reduce((power, x) => power + x * x, sum), 0);
  if (powerFrom(frames / 2) < SONG_POWER * powerFrom(0)) return;
  const detail = `expected an impulse response, got ${seconds} s of sound: this looks like a song`;
  throw new DilatoneError('malformed', where, detail);
}

/** The channels of a response that are played, one or two, and what there is to say about it. */
export function responseChannels(sound: Sound): { channels: readonly Float32Array[]; warnings: string[] } {
  const warnings = sound.warning === undefined ? [] : [sound.warning];
  const [left, right] = sound.channels;
  if (right === undefined) return { channels: [left], warnings };
  if (sound.channels.length > 2) {
    warnings.push(`The file has ${sound.channels.length} channels; only the first two are used.`);
  }
  const [leftPeak, rightPeak] = [peakOf([left]), peakOf([right])];
  if (Math.min(leftPeak, rightPeak) < ONE_SIDE * Math.max(leftPeak, rightPeak)) {
    const [silent, sounding, channel] =
      leftPeak < rightPeak ? (['left', 'right', right] as const) : (['right', 'left', left] as const);
    warnings.push(`The ${silent} channel is silent; the ${sounding} one is used for both.`);
    return { channels: [channel], warnings };
  }
  const isMono = left.every((sample, t) => sample === right[t]);
  return { channels: isMono ? [left] : [left, right], warnings };
}
