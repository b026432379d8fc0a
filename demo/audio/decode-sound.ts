import { type IAudioBuffer, OfflineAudioContext } from 'standardized-audio-context';
import { overviewOf } from '../analysis/envelope.js';
import type { SoundState } from '../state.js';

const OVERVIEW_COLUMNS = 400;

/** A sound ready to be played, with what is shown of it. */
export interface Sound {
  readonly buffer: IAudioBuffer;
  readonly state: SoundState;
}

/** Decodes a file to the given rate. Works before there is a running context; rejects where the browser cannot read it. */
export async function decodeSound(file: File, sampleRate: number): Promise<Sound> {
  const context = new OfflineAudioContext(1, 1, sampleRate);
  const buffer = (await context.decodeAudioData(await file.arrayBuffer())) as unknown as IAudioBuffer;
  return { buffer, state: describeSound(file.name, buffer) };
}

/** Wraps mono samples of our own. */
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
