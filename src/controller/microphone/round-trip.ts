import { DilatoneError } from '../../errors.js';
import { begin, type Work, whileInUse } from '../link/in-use.js';
import { type Echo, findEcho, makeProbe } from './find-echo.js';

/** Length of the recording in frames: the most that an AnalyserNode keeps. */
const RECORDED_FRAMES = 32_768;
/** The recording is read this many frames after the probe starts, which leaves time for a late event. */
const AHEAD_FRAMES = 26_000;
/** The browser may deliver the event too late; then the measurement starts again, this often at most. */
const ATTEMPTS = 3;
/** A context that does not play the chirp within this time stands still. */
const PATIENCE_MS = 3000;

/** The time that sound takes from an output back to an input. */
export interface RoundTrip {
  /** Frames of the context from the chirp to its return. */
  readonly frames: number;
  /** The same in seconds. */
  readonly seconds: number;
  /** How many times the returned chirp exceeds the rest of the recording; below 20, measure again to be sure. */
  readonly clarity: number;
}

/**
 * Plays a short chirp and measures when it comes back: from `output`, by default the speakers, through the air or a cable,
 * to `input`, usually a microphone's node. The result includes everything between: output and input buffers, converters and
 * the air (1 m is 2.9 ms). It does not include the latency of a model, since the chirp passes through none. Chirp and return
 * lie in one recording, so the result is exact to the frame. It can be half a second at most.
 *
 * The context has to run. An attempt takes about 0.6 s, and there are up to three. Other sound goes on meanwhile, and disturbs the measurement if it is loud. Afterwards all connections
 * are as before.
 *
 * Rejects with a DilatoneError `microphone` where nothing comes back, where the context is closed, and where it is suspended for
 * more than three seconds.
 */
export async function measureRoundTrip(
  context: AudioContext,
  options: { readonly input: AudioNode; readonly output?: AudioNode | undefined },
): Promise<RoundTrip> {
  const work = begin({ context, code: 'microphone', where: 'measureRoundTrip' });
  const input = options?.input;
  if (typeof input?.connect !== 'function') throw new TypeError('input: expected a node, such as that of a microphone');
  const { output = context.destination } = options;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const echo = await listen(work, context, input, output);
    if (echo !== null) return { ...echo, seconds: echo.frames / context.sampleRate };
  }
  const detail = 'expected to hear the chirp come back, got nothing like it: turn up the speakers, or use a cable';
  throw new DilatoneError('microphone', 'measureRoundTrip', detail);
}

async function listen(work: Work, context: AudioContext, input: AudioNode, output: AudioNode): Promise<Echo | null> {
  const probe = makeProbe(context.sampleRate);
  // The recording is read when the source ends, after the probe and silence.
  const buffer = context.createBuffer(1, AHEAD_FRAMES, context.sampleRate);
  buffer.copyToChannel(probe, 0);
  const source = new AudioBufferSourceNode(context, { buffer });
  const analyser = new AnalyserNode(context, { fftSize: RECORDED_FRAMES });
  source.connect(analyser);
  source.connect(output);
  input.connect(analyser);
  let timer: ReturnType<typeof setInterval> | undefined;
  const ended = new Promise<void>((resolve, reject) => {
    source.addEventListener('ended', () => resolve(), { once: true });
    timer = setInterval(() => {
      const detail = `expected a context that runs, got one that is ${context.state}; resume it first`;
      if (context.state !== 'running') reject(new DilatoneError('microphone', work.where, detail));
    }, PATIENCE_MS);
  });
  try {
    source.start();
    await whileInUse(work, ended, () => {});
    const recording = new Float32Array(RECORDED_FRAMES);
    analyser.getFloatTimeDomainData(recording);
    return findEcho(recording, probe);
  } finally {
    clearInterval(timer);
    source.disconnect();
    input.disconnect(analyser);
  }
}
