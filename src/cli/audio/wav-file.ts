import wavefile from 'wavefile';
import { DilatoneError } from '../../errors.js';
import { checkSampleRate, checkSamples, malformed, type Sound } from './sound.js';
import { essentialChunks } from './wav-chunks.js';
import { decodeSamples, encodeSamples, type SampleFormat, sampleBytes, type WrittenFormat } from './wav-samples.js';

/** What `--bits` offers: wavefile's names of sample formats, and ours. */
export const BITS: Readonly<Record<string, WrittenFormat>> = { '16': 's16', '24': 's24', '32f': 'f32' };

/** Format tags of the WAV specification. */
const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** What is used here of wavefile's `fmt`. */
interface WavFormat {
  chunkSize: number;
  audioFormat: number;
  readonly numChannels: number;
  readonly sampleRate: number;
  readonly blockAlign: number;
  readonly bitsPerSample: number;
  readonly subformat: number[];
}

/**
 * Reads a WAV file: integers of 8, 16, 24 and 32 bits, floats of 32 and 64, any number of channels. `where` names the
 * file in errors, which are DilatoneErrors.
 *
 * The package wavefile knows the container; the samples are converted here, because it works on strings of bits: 2 µs for
 * each sample, seconds for a minute of audio.
 */
export function decodeWav(bytes: Uint8Array, where: string): Sound {
  const wav = new wavefile.WaveFile();
  wav.fromBuffer(essentialChunks(bytes, where));
  const { numChannels, sampleRate, blockAlign, ...rest } = wav.fmt as WavFormat;
  const { samples: data } = wav.data as { samples: Uint8Array };

  const format = sampleFormat(rest, where);
  checkSampleRate(sampleRate, where);
  if (numChannels === 0) malformed(`${where}: channels`, 'at least one', 0);
  const frameBytes = numChannels * sampleBytes(format);
  if (blockAlign !== frameBytes) malformed(`${where}: frames`, `${frameBytes} bytes each`, blockAlign);
  if (data.length % frameBytes !== 0) {
    malformed(`${where}: data chunk`, `whole frames of ${frameBytes} bytes`, `${data.length} bytes`);
  }
  const channels = decodeSamples(data, format, numChannels, wav.container !== 'RIFX');
  checkSamples(channels, where);
  return { sampleRate, channels };
}

/** Writes a WAV file, and counts the samples that an integer format had to clip. */
export function encodeWav(
  { sampleRate, channels }: Sound,
  bits: string,
): { bytes: Uint8Array; clippedSamples: number } {
  const wav = new wavefile.WaveFile();
  wav.fromScratch(channels.length, sampleRate, bits, []);
  completeHeader(wav, channels[0].length);
  const { data, clippedSamples } = encodeSamples(channels, BITS[bits]);
  (wav.data as { samples: Uint8Array }).samples = data;
  return { bytes: padded(wav.toBuffer()), clippedSamples };
}

function sampleFormat(
  { audioFormat, bitsPerSample, subformat }: Pick<WavFormat, 'audioFormat' | 'bitsPerSample' | 'subformat'>,
  where: string,
): SampleFormat {
  const tag = audioFormat === EXTENSIBLE ? (subformat[0] ?? EXTENSIBLE) : audioFormat;
  const formats: Readonly<Record<number, SampleFormat>> =
    tag === PCM ? { 8: 'u8', 16: 's16', 24: 's24', 32: 's32' } : tag === FLOAT ? { 32: 'f32', 64: 'f64' } : {};
  const format = formats[bitsPerSample];
  if (format) return format;
  throw new DilatoneError(
    'unsupported',
    `${where}: sample format`,
    `expected integers of 8, 16, 24 or 32 bits or floats of 32 or 64, got ${bitsPerSample} bits of kind ${tag}`,
  );
}

/** wavefile leaves out what the specification asks of floats, and mixes the old header with the extensible one. */
function completeHeader(wav: wavefile.WaveFile, frames: number): void {
  const format = wav.fmt as WavFormat;
  if (format.audioFormat === FLOAT) wav.fact = { chunkId: 'fact', chunkSize: 4, dwSampleLength: frames };
  if (format.subformat.length > 0) {
    format.subformat[0] = format.audioFormat;
    format.audioFormat = EXTENSIBLE;
  } else if (format.audioFormat === FLOAT) {
    format.chunkSize = 18; // with the length of the extension, which is 0
  }
}

/** A chunk ends at an even place, which wavefile leaves out. */
function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const even = new Uint8Array(bytes.length + 1);
  even.set(bytes);
  new DataView(even.buffer).setUint32(4, even.length - 8, true);
  return even;
}
