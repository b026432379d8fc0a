import { type IAudioBuffer, OfflineAudioContext } from 'standardized-audio-context';
import { DilatoneError } from '../../src/index.js';
import { decodeWav } from '../../src/wav/decode-wav.js';
import { encodeWav } from '../../src/wav/encode-wav.js';
import { overviewOf } from '../analysis/envelope.js';
import type { SoundState } from '../state.js';

const OVERVIEW_COLUMNS = 400;

/** A decoded sound, and what the page shows of it. */
export interface Sound {
  readonly buffer: IAudioBuffer;
  readonly state: SoundState;
}

/**
 * Decodes a file to the given sample rate. It needs no running context. It rejects if the browser cannot read the file, or if
 * samples are not finite, which would silence every filter behind them.
 */
export async function decodeSound(file: File, sampleRate: number): Promise<Sound> {
  const context = new OfflineAudioContext(1, 1, sampleRate);
  const decode = async (bytes: ArrayBuffer) => (await context.decodeAudioData(bytes)) as unknown as IAudioBuffer;
  const buffer = await decode(await file.arrayBuffer()).catch(async () => decode(await plainWav(file)));
  for (let c = 0; c < buffer.numberOfChannels; c++) {
    const frame = buffer.getChannelData(c).findIndex((sample) => !Number.isFinite(sample));
    if (frame < 0) continue;
    throw new DilatoneError('malformed', `channel ${c + 1}, frame ${frame}`, 'expected a finite number, got another');
  }
  return { buffer, state: describeSound(file.name, buffer) };
}

/** A WAV file in a format that every browser reads: they do not know floats of 64 bits, or 24 bits in four bytes. */
async function plainWav(file: File): Promise<ArrayBuffer> {
  return encodeWav(decodeWav(new Uint8Array(await file.arrayBuffer()), file.name), '32f').bytes.buffer;
}

/** Wraps mono samples as a sound. */
export function soundOf(name: string, samples: Float32Array<ArrayBuffer>, sampleRate: number): Sound {
  const context = new OfflineAudioContext(1, 1, sampleRate);
  const buffer = context.createBuffer(1, samples.length, sampleRate);
  buffer.copyToChannel(samples, 0);
  return { buffer, state: describeSound(name, buffer) };
}

function describeSound(name: string, buffer: IAudioBuffer): SoundState {
  return {
    name,
    seconds: buffer.duration,
    overview: overviewOf(buffer.getChannelData(0), OVERVIEW_COLUMNS),
  };
}
