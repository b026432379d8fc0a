import { type IAudioBuffer, OfflineAudioContext } from 'standardized-audio-context';
import { overviewOf } from '../analysis/envelope.js';
import type { SoundState } from '../state.js';

const OVERVIEW_COLUMNS = 400;

/** A decoded sound, and what the page shows of it. */
export interface Sound {
  readonly buffer: IAudioBuffer;
  readonly state: SoundState;
}

/** Decodes a file to the given sample rate. It needs no running context; it rejects if the browser cannot read the file. */
export async function decodeSound(file: File, sampleRate: number): Promise<Sound> {
  const context = new OfflineAudioContext(1, 1, sampleRate);
  const buffer = (await context.decodeAudioData(await file.arrayBuffer())) as unknown as IAudioBuffer;
  return { buffer, state: describeSound(file.name, buffer) };
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
