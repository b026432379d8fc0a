import {
  AudioBuffer,
  AudioBufferSourceNode,
  GainNode,
  type IAudioBuffer,
  type IAudioContext,
  type IAudioNode,
  type IMinimalOfflineAudioContext,
} from 'standardized-audio-context';

const CLICK_SECONDS = 0.05;
const ATTACK_SECONDS = 0.001;
const DECAY_SECONDS = 0.009;
const BEAT_HZ = 1000;
const ACCENT_HZ = 1600;
/** A beat beside an accent. */
const BEAT_GAIN = 0.6;

/** The sounds of a metronome. */
export class ClickSound<Context extends IAudioContext | IMinimalOfflineAudioContext> {
  readonly #context: Context;
  readonly #destination: IAudioNode<Context>;
  readonly #sounds: { readonly beat: IAudioBuffer; readonly accent: IAudioBuffer };

  constructor(context: Context, destination: IAudioNode<Context>) {
    this.#context = context;
    this.#destination = destination;
    const sound = (hz: number, gain: number) => click(context.sampleRate, hz, gain);
    this.#sounds = { beat: sound(BEAT_HZ, BEAT_GAIN), accent: sound(ACCENT_HZ, 1) };
  }

  /** Plays a click at a time of the context. Returns a function that calls it off. `gain` is linear. */
  play(seconds: number, kind: 'beat' | 'accent', gain: number): () => void {
    const source = new AudioBufferSourceNode(this.#context, { buffer: this.#sounds[kind] });
    const level = new GainNode(this.#context, { gain });
    source.connect(level).connect(this.#destination);
    source.onended = () => level.disconnect();
    source.start(seconds);
    return () => source.stop();
  }
}

/** A short sine that dies away; its peak is about `gain`. */
function click(sampleRate: number, hz: number, gain: number): IAudioBuffer {
  const length = Math.ceil(CLICK_SECONDS * sampleRate);
  const samples = Float32Array.from({ length }, (_, t) => {
    const seconds = t / sampleRate;
    const envelope = Math.min(1, seconds / ATTACK_SECONDS) * Math.exp(-seconds / DECAY_SECONDS);
    return gain * envelope * Math.sin(2 * Math.PI * hz * seconds);
  });
  const buffer = new AudioBuffer({ length, sampleRate, numberOfChannels: 1 });
  buffer.copyToChannel(samples, 0);
  return buffer;
}
