import { createHash } from 'node:crypto';
import type { EmbeddedFile, FileReference } from '../../src/rig/document/rig-document.js';
import { encodeWav } from '../../src/wav/encode-wav.js';

/** A file for a rig: what blocks refer to, and its bytes. */
export interface RigFile {
  readonly reference: FileReference;
  readonly bytes: Uint8Array;
}

/** A `.nam` file of a linear filter: y[t] = Σ taps[k] · x[t − k]. */
export function linearFile(taps: readonly number[], metadata: object = {}, sampleRate = 48_000): RigFile {
  const config = { receptive_field: taps.length, bias: false };
  // The format lists the oldest tap first.
  const weights = [...taps].reverse();
  const file = { version: '0.5.4', architecture: 'Linear', config, weights, sample_rate: sampleRate, metadata };
  return fileOf(new TextEncoder().encode(JSON.stringify(file)), 'linear.nam');
}

/** A file with any bytes. */
export function fileOf(bytes: Uint8Array, name: string): RigFile {
  return { reference: { sha256: createHash('sha256').update(bytes).digest('hex'), name }, bytes };
}

/** A WAV file of an impulse response. */
export function responseFile(channels: readonly Float32Array[], sampleRate = 48_000): RigFile {
  return fileOf(encodeWav({ channels, sampleRate }, '32f').bytes, 'response.wav');
}

/** Files as a rig's document holds them. */
export function embed(...files: readonly RigFile[]): Record<string, EmbeddedFile> {
  return Object.fromEntries(
    files.map(({ reference, bytes }) => [
      reference.sha256,
      { name: reference.name ?? '', base64: Buffer.from(bytes).toString('base64') },
    ]),
  );
}
