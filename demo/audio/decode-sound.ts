import { type IAudioBuffer, OfflineAudioContext } from 'standardized-audio-context';
import { DilatoneError } from '../../src/index.js';
import { decodeWav } from '../../src/wav/decode-wav.js';
import { encodeWav } from '../../src/wav/encode-wav.js';
import { overviewOf } from '../analysis/envelope.js';
import type { SoundState } from '../state.js';
import { monoOf } from './mono.js';

const OVERVIEW_COLUMNS = 400;

/** A decoded sound, and what the page shows of it. */
export interface Sound {
  /** One channel; see `monoOf`. */
  readonly buffer: IAudioBuffer;
  readonly state: SoundState;
  /** Samples of the file that were no finite numbers: silence is in their place. */
  readonly silencedSamples: number;
}

/** A decoded file, with all of its channels. */
export interface DecodedFile {
  readonly channels: readonly Float32Array<ArrayBuffer>[];
  /** Samples of the file that were no finite numbers: silence is in their place, as they would silence every filter behind them. */
  readonly silencedSamples: number;
}

/** Decodes a file to the given sample rate, to what the page plays of it. Rejects as `decodeFile` does. */
export async function decodeSound(file: File, sampleRate: number): Promise<Sound> {
  const { channels, silencedSamples } = await decodeFile(file, sampleRate);
  return { ...soundOf(file.name, monoOf(channels), sampleRate), silencedSamples };
}

/**
 * Decodes a file to the given sample rate. It needs no running context. Rejects if the browser cannot read the file, with a
 * DilatoneError if there is no sound in it.
 */
export async function decodeFile(file: File, sampleRate: number): Promise<DecodedFile> {
  const context = new OfflineAudioContext(1, 1, sampleRate);
  const decode = async (bytes: ArrayBuffer) => channelsOf(await context.decodeAudioData(bytes));
  try {
    const channels = await decode(await file.arrayBuffer());
    if (silence(channels) === 0) return { channels, silencedSamples: 0 };
  } catch (error) {
    return decodePlain(file, decode).catch((cause: unknown) => {
      throw cause instanceof DilatoneError && cause.message.includes('frame') ? cause : error;
    });
  }
  // Conversion to another rate spreads what is no number: it has to go before.
  return decodePlain(file, decode).catch(async () => {
    const channels = await decode(await file.arrayBuffer());
    return { channels, silencedSamples: silence(channels) };
  });
}

/** Decodes a WAV file in formats that browsers do not know: floats of 64 bits, or 24 bits in four bytes. */
async function decodePlain(
  file: File,
  decode: (bytes: ArrayBuffer) => Promise<Float32Array<ArrayBuffer>[]>,
): Promise<DecodedFile> {
  const sound = decodeWav(new Uint8Array(await file.arrayBuffer()), file.name);
  if (sound.channels[0].length === 0) {
    throw new DilatoneError('malformed', file.name, 'expected at least one frame of sound, got none');
  }
  const silencedSamples = silence(sound.channels);
  return { channels: await decode(encodeWav(sound, '32f').bytes.buffer), silencedSamples };
}

function channelsOf(buffer: {
  readonly numberOfChannels: number;
  getChannelData(channel: number): Float32Array;
}): Float32Array<ArrayBuffer>[] {
  return Array.from(
    { length: buffer.numberOfChannels },
    (_, c) => buffer.getChannelData(c) as Float32Array<ArrayBuffer>,
  );
}

/** Replaces what is no finite number by 0, in place. @returns how many samples that were */
function silence(channels: readonly Float32Array[]): number {
  let count = 0;
  for (const channel of channels) {
    for (let t = 0; t < channel.length; t++) {
      if (Number.isFinite(channel[t])) continue;
      channel[t] = 0;
      count++;
    }
  }
  return count;
}

/** Wraps mono samples as a sound. */
export function soundOf(name: string, samples: Float32Array<ArrayBuffer>, sampleRate: number): Sound {
  const context = new OfflineAudioContext(1, 1, sampleRate);
  const buffer = context.createBuffer(1, samples.length, sampleRate);
  buffer.copyToChannel(samples, 0);
  return { buffer, state: describeSound(name, buffer), silencedSamples: 0 };
}

function describeSound(name: string, buffer: IAudioBuffer): SoundState {
  return {
    name,
    seconds: buffer.duration,
    overview: overviewOf(buffer.getChannelData(0), OVERVIEW_COLUMNS),
  };
}
