import { NetworkBuilder } from '../../network/builder.js';
import type { Network } from '../../network/network.js';
import { decodeWav } from '../../wav/decode-wav.js';
import type { Sound } from '../../wav/sound.js';
import { resampleResponse } from './resample-response.js';
import { checkResponse, refuseSong, responseChannels } from './response-channels.js';
import { pinkPower } from './response-level.js';
import { endOf, fadeOut, onsetOf } from './trim-response.js';

/** Longest response in seconds, and the length at which one is cut by default. */
export const LONGEST_SECONDS = 10;
const DEFAULT_SECONDS = 1;

/**
 * Taps of both channels, at most: ten seconds at 48 kHz, five in stereo. Their spectra and those of the sound take 10 MB, which
 * a processor's cache still holds; with twice as many taps a filter took seven times as long. `node tools/soak/cabinet.mjs`
 * measures.
 */
const MOST_TAPS = 480_000;

/** What is cut of the end of a response without a word. */
const UNTOLD_SECONDS = 0.05;

/** How to prepare a cabinet. */
export interface CabinetOptions {
  /** Rate in Hz at which the network runs. */
  readonly sampleRate: number;
  /** Length in seconds at which the response is cut; default 1, at most 10. */
  readonly lengthSeconds?: number | undefined;
  /** Whether its level is made that of all others; default true. */
  readonly normalize?: boolean | undefined;
  /** What to call the file in errors; default `response`. */
  readonly name?: string | undefined;
}

/** What became of a response. */
export interface CabinetInfo {
  /** Channels of the network: 1, or 2 where left and right have responses of their own. */
  readonly channels: 1 | 2;
  /** Length at the rig's rate. */
  readonly frames: number;
  /** The same in seconds. */
  readonly seconds: number;
  /** Frames of silence, at the rig's rate, that were cut before the response. */
  readonly trimmedFrames: number;
  /** What the response was multiplied with to normalize it; 0 if it was not. */
  readonly gainDb: number;
  /** Rate of the file in Hz. */
  readonly sourceSampleRate: number;
  /** Sentences for people, about what may not be as they expect. */
  readonly warnings: readonly string[];
}

/** A cabinet, ready to be compiled. */
export interface Cabinet {
  /** One channel in and out, or two, of which each passes its own response. */
  readonly network: Network;
  /** What became of the file. */
  readonly info: CabinetInfo;
}

/**
 * Makes a network of an impulse response: of a WAV file's bytes, or of sound that was decoded elsewhere.
 *
 * Silence before the onset is cut, so that a cabinet adds no delay, and silence or noise after its end; both channels of a
 * stereo response are cut alike. (Where the rate changes and the response begins with frequencies near 20 kHz, the converter's
 * ringing before them stays: up to a millisecond.)
 *
 * What is longer than `lengthSeconds`, or than 480 000 frames of all channels together (at 48 kHz ten seconds of a mono response, five
 * of a stereo one), is cut with a fade, and a warning says so. The rate becomes
 * the rig's, and the level, if `normalize` is on, such that pink noise from 80 Hz to 6 kHz leaves the cabinet as loud as it
 * came; both channels have the same gain.
 *
 * Throws a DilatoneError for bytes that are no WAV file, for samples that are no finite numbers, for silence, and for a song; a
 * RangeError for options out of range.
 */
export function cabinetNetwork(file: Sound | Uint8Array | ArrayBuffer, options: CabinetOptions): Cabinet {
  const { sampleRate, lengthSeconds = DEFAULT_SECONDS, normalize = true, name = 'response' } = options;
  if (!(lengthSeconds > 0 && lengthSeconds <= LONGEST_SECONDS)) {
    throw new RangeError(`lengthSeconds: expected more than 0 and at most ${LONGEST_SECONDS}, got ${lengthSeconds}`);
  }
  if (!(sampleRate > 0 && Number.isFinite(sampleRate))) {
    throw new RangeError(`sampleRate: expected a positive number, got ${sampleRate}`);
  }
  const sound = soundOf(file, name);
  checkResponse(sound, name);
  const { channels, warnings } = responseChannels(sound);
  const part = soundingPart(channels, sound.sampleRate);
  refuseSong(part.channels, sound.sampleRate, name);
  const mostSeconds = Math.min(lengthSeconds, MOST_TAPS / channels.length / sampleRate);
  const { response, trimmedFrames } = cutResponse(part, sound.sampleRate, sampleRate, mostSeconds);
  const soundingSeconds = part.channels[0].length / sound.sampleRate;
  if (soundingSeconds > mostSeconds + UNTOLD_SECONDS) {
    const reason = mostSeconds < lengthSeconds ? ': more would take too much of the processor' : '';
    warnings.push(`The response is cut after ${seconds(mostSeconds)} of ${seconds(soundingSeconds)}${reason}.`);
  }
  const power = normalize ? pinkPower(response, sampleRate) : 1;
  const gain = power > 0 ? 1 / Math.sqrt(power) : 1;
  for (const channel of response) for (let t = 0; t < channel.length; t++) channel[t] *= gain;
  const frames = response[0].length;
  return {
    network: networkOf(response, sampleRate),
    info: {
      channels: response.length === 1 ? 1 : 2,
      frames,
      seconds: frames / sampleRate,
      trimmedFrames,
      gainDb: 20 * Math.log10(gain),
      sourceSampleRate: sound.sampleRate,
      warnings,
    },
  };
}

function soundOf(file: Sound | Uint8Array | ArrayBuffer, name: string): Sound {
  if ('channels' in file) return file;
  return decodeWav(ArrayBuffer.isView(file) ? file : new Uint8Array(file), name);
}

function seconds(value: number): string {
  return `${Number(value.toFixed(2))} s`;
}

/** What a file has between the silence before and after its sound. */
interface SoundingPart {
  readonly channels: readonly Float32Array[];
  /** Frames before it. */
  readonly onset: number;
  /** Whether the file goes on after it. */
  readonly isTrimmed: boolean;
}

function soundingPart(channels: readonly Float32Array[], sampleRate: number): SoundingPart {
  const onset = onsetOf(channels);
  const end = endOf(channels, sampleRate);
  return {
    channels: channels.map((channel) => channel.subarray(onset, end)),
    onset,
    isTrimmed: end < channels[0].length,
  };
}

/** The part of a response that is played, at the rig's rate. */
function cutResponse(
  { channels, onset: sourceOnset, isTrimmed }: SoundingPart,
  sourceRate: number,
  sampleRate: number,
  lengthSeconds: number,
): { response: readonly Float32Array[]; trimmedFrames: number } {
  const most = Math.ceil(lengthSeconds * sourceRate);
  const sounding = channels.map((channel) => channel.subarray(0, most));
  const { channels: resampled, origin } = resampleResponse(sounding, sourceRate, sampleRate);
  const onset = onsetOf(resampled);
  const end = Math.min(resampled[0].length, onset + Math.max(1, Math.round(lengthSeconds * sampleRate)));
  const response = resampled.map((channel) => channel.slice(onset, end));
  // Where a file ends by itself, it is left as it is.
  if (isTrimmed || most < channels[0].length || end < resampled[0].length) fadeOut(response, sampleRate);
  const trimmed = Math.round((sourceOnset * sampleRate) / sourceRate) + onset - origin;
  return { response, trimmedFrames: Math.max(0, trimmed) };
}

/** A network of one filter for each channel. */
function networkOf(response: readonly Float32Array[], sampleRate: number): Network {
  const builder = new NetworkBuilder(sampleRate, response.length);
  const filtered = response.map((channel, c) => {
    const input = response.length === 1 ? builder.input : builder.slice(builder.input, c, 1);
    // The last tap is that of the newest frame.
    const weight = channel.slice().reverse();
    return builder.conv1d(input, { outChannels: 1, kernelSize: channel.length, weight, bias: null });
  });
  return builder.build(filtered.length === 1 ? filtered[0] : builder.join('concat', filtered));
}
