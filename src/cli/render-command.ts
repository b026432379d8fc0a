import { SingleBar } from 'cli-progress';
import { renderModel } from '../engine/render.js';
import { DilatoneError } from '../errors.js';
import { type RenderRequest, UsageError } from './arguments.js';
import { isSameFile, outputFile, readWholeFile, replaceFile } from './files.js';
import { type Io, oneLine } from './io.js';
import { readModel } from './model-file.js';
import { decodeWav, encodeWav, type WavAudio } from './wav-file.js';

/** Node reads no more at once. */
const MOST_WAV_BYTES = 2 ** 31 - 1;

/** Seconds of audio, all channels together, from which on a progress bar is worth its flicker. */
const BAR_FROM_SECONDS = 5;

/** `dilatone render`: as many frames as were read, at their rate. */
export async function render(request: RenderRequest, io: Io): Promise<void> {
  const output = await outputFile(request.output);
  if (await isSameFile(request.output, request.model)) {
    throw new UsageError('render', '--output: expected a file of its own, got the model');
  }
  const model = await readModel(request.model);
  const audio = decodeWav(await readWholeFile(request.input, MOST_WAV_BYTES), request.input);
  const { inputs, outputs, sizes, warnings } = model.info;
  if (audio.channels.length !== inputs && !(inputs === 1 && outputs === 1)) {
    const detail = `expected ${inputs}, one per input of the model, got ${audio.channels.length}`;
    throw new DilatoneError('malformed', `${request.input}: channels`, detail);
  }

  const channels = await withBar(audio, io, (onProgress) =>
    renderModel(model, audio.channels, {
      sampleRate: audio.sampleRate,
      blockSize: request.block,
      size: request.size,
      tanh: request.tanh,
      engine: request.engine,
      onProgress,
      signal: io.signal,
    }),
  );
  const { bytes, clippedSamples } = encodeWav({ sampleRate: audio.sampleRate, channels }, request.bits);
  await replaceFile(output, bytes, io.signal);

  const warn = (where: string, message: string) => io.stderr.write(`warning: ${where}: ${oneLine(message)}\n`);
  for (const warning of warnings) warn(request.model, warning);
  if (request.size !== undefined && sizes.length === 0) {
    warn(request.model, 'it has one size only, and --size changes nothing');
  }
  if (clippedSamples > 0) {
    warn(request.output, `${clippedSamples} samples were too loud for ${request.bits} bits and are clipped`);
  }
}

/** Shows how far a long piece of work on a terminal has got. */
async function withBar<T>(
  audio: WavAudio,
  io: Io,
  work: (onProgress: (share: number) => void) => Promise<T>,
): Promise<T> {
  const seconds = audio.channels.reduce((sum, channel) => sum + channel.length, 0) / audio.sampleRate;
  if (!io.stderr.isTTY || seconds <= BAR_FROM_SECONDS) return work(() => {});
  const bar = new SingleBar({
    format: 'rendering {bar} {percentage}%, {eta_formatted} left',
    stream: io.stderr,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
  });
  bar.start(1, 0);
  try {
    return await work((share) => bar.update(share));
  } finally {
    bar.stop();
  }
}
