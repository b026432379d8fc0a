import type { Flac, StreamMetadata } from 'libflacjs';
import { malformed, type Sound } from '../../wav/sound.js';

/** True if a file begins like a FLAC file. */
export function isFlac(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 4)) === 'fLaC';
}

/** A block from the decoder: little-endian samples of 2 or 4 bytes. */
interface Block {
  readonly frames: number;
  readonly channels: readonly Uint8Array[];
}

/** A whole file, decoded. */
interface Stream {
  readonly sampleRate: number;
  readonly bitsPerSample: number;
  readonly blocks: readonly Block[];
}

/** Reads a FLAC file with libFLAC. The file must be complete, and its checksums must be right. */
export async function decodeFlac(bytes: Uint8Array, decoder: Flac, where: string): Promise<Sound> {
  if (!decoder.isReady()) await new Promise<unknown>((resolve) => decoder.on('ready', resolve));
  const { sampleRate, bitsPerSample, blocks } = decodeStream(decoder, bytes, where);
  const frames = blocks.reduce((sum, block) => sum + block.frames, 0);
  const channels = blocks[0].channels.map(() => new Float32Array(frames));
  let start = 0;
  for (const block of blocks) {
    block.channels.forEach((samples, c) => {
      toFloats(samples, bitsPerSample, channels[c].subarray(start, start + block.frames));
    });
    start += block.frames;
  }
  return { sampleRate, channels };
}

function decodeStream(decoder: Flac, bytes: Uint8Array, where: string): Stream {
  const blocks: Block[] = [];
  const errors: string[] = [];
  let facts: StreamMetadata | undefined;
  let at = 0;
  const read = (mostBytes: number) => {
    const buffer = bytes.slice(at, at + mostBytes);
    at += buffer.length;
    return { buffer, readDataLength: buffer.length, error: false };
  };
  const id = decoder.create_libflac_decoder(true);
  decoder.init_decoder_stream(
    id,
    read,
    (channels, { blocksize }) => blocks.push({ frames: blocksize, channels }),
    (_, description) => errors.push(String(description)),
    (streamInfo) => {
      facts ??= streamInfo;
    },
  );
  const whole = decoder.FLAC__stream_decoder_process_until_end_of_stream(id);
  const checksumIsRight = decoder.FLAC__stream_decoder_finish(id);
  decoder.FLAC__stream_decoder_delete(id);

  if (errors.length > 0) malformed(where, 'a whole FLAC file', errors[0]);
  if (!whole || !facts || blocks.length === 0) malformed(where, 'a whole FLAC file', 'one cut short');
  if (!checksumIsRight) malformed(where, 'sound of the checksum in the file', 'another');
  return { sampleRate: facts.sampleRate, bitsPerSample: facts.bitsPerSample, blocks };
}

/** Scales integers of `bitsPerSample` bits, stored in 2 or 4 bytes, to −1 … 1. */
function toFloats(samples: Uint8Array, bitsPerSample: number, floats: Float32Array): void {
  const view = new DataView(samples.buffer, samples.byteOffset, samples.byteLength);
  const scale = 2 ** (bitsPerSample - 1);
  const bytes = samples.length / floats.length;
  for (let t = 0; t < floats.length; t++) {
    floats[t] = (bytes === 2 ? view.getInt16(2 * t, true) : view.getInt32(4 * t, true)) / scale;
  }
}
