import { DilatoneError } from '../../errors.js';
import { type Echo, findEcho, makeProbe } from './find-echo.js';

/** Frames that are recorded: the most that an AnalyserNode keeps. */
const RECORDED_FRAMES = 32_768;
/** The probe is played so many frames before the recording is taken: some are left for the browser to be late. */
const AHEAD_FRAMES = 26_000;
/** Attempts until the browser is in time. */
const ATTEMPTS = 3;

/** How long sound takes to come back. */
export interface RoundTrip {
  /** Frames from the chirp to its return. */
  readonly frames: number;
  /** The same in seconds. */
  readonly seconds: number;
  /** How far the sound that came back stands out from all other; below 20 the result deserves a second look. */
  readonly clarity: number;
}

/**
 * Plays a short chirp and finds out when it comes back: from `output`, by default the speakers, through the air or a
 * cable, to `input`, usually a microphone's node. The result is all that lies between: output and input buffers, converters
 * and the air (1 m is 2.9 ms); not the latency of a model, since neither end passes through it. Both chirp and return are
 * taken from one recording, so that no clock is involved: it is exact to the frame. Up to half a second can be measured.
 *
 * Rejects with a DilatoneError `microphone` where nothing comes back.
 */
export async function measureRoundTrip(
  context: AudioContext,
  { input, output = context.destination }: { readonly input: AudioNode; readonly output?: AudioNode },
): Promise<RoundTrip> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const echo = await listen(context, input, output);
    if (echo !== null) return { ...echo, seconds: echo.frames / context.sampleRate };
  }
  const detail = 'expected to hear the chirp come back, got nothing like it: turn up the speakers, or use a cable';
  throw new DilatoneError('microphone', 'measureRoundTrip', detail);
}

async function listen(context: AudioContext, input: AudioNode, output: AudioNode): Promise<Echo | null> {
  const probe = makeProbe(context.sampleRate);
  // Its end, after the silence, is the moment to look at the recording.
  const buffer = context.createBuffer(1, AHEAD_FRAMES, context.sampleRate);
  buffer.copyToChannel(probe, 0);
  const source = new AudioBufferSourceNode(context, { buffer });
  const analyser = new AnalyserNode(context, { fftSize: RECORDED_FRAMES });
  source.connect(analyser);
  source.connect(output);
  input.connect(analyser);
  const ended = new Promise((resolve) => source.addEventListener('ended', resolve, { once: true }));
  source.start();
  await ended;
  const recording = new Float32Array(RECORDED_FRAMES);
  analyser.getFloatTimeDomainData(recording);
  source.disconnect();
  input.disconnect(analyser);
  return findEcho(recording, probe);
}
