import type { IAudioContext, IAudioNode, IGainNode } from 'standardized-audio-context';
import { loadDemoWorklet } from './demo-worklet.js';
import { Metronome, type MetronomeSettings } from './metronome.js';
import { OutputEnd } from './output-end.js';
import { gainOf, rampTo } from './ramp.js';
import { type RecordedBlock, type Recorder, startRecorder } from './recorder.js';

const FADE_SECONDS = 0.02;

const SILENT_METRONOME: MetronomeSettings = { bpm: 120, beats: 4, accent: true, volumeDb: -12 };

/** Where sources go in, with one channel, and where the sound of the rig comes out. */
interface RigPorts {
  readonly input: IGainNode<IAudioContext>;
  readonly output: IAudioNode<IAudioContext>;
}

/** Both ends of the signal: the trim of what goes in, and all that stands behind the rig. */
export class Ends {
  readonly context: IAudioContext;
  readonly output: OutputEnd;
  readonly metronome: Metronome;
  readonly #ports: RigPorts;
  /** Whether the rig plays; the metronome may go on without it. */
  #awake = false;

  /** Connects the rig to the loudspeaker. */
  constructor(context: IAudioContext, ports: RigPorts) {
    this.context = context;
    this.#ports = ports;
    this.output = new OutputEnd(context);
    this.metronome = new Metronome(context, this.output.beside, SILENT_METRONOME);
    ports.output.connect(this.output.input);
    // Where it fails, the first recording tells.
    loadDemoWorklet(context).catch(() => {});
  }

  /** Gain in dB of what goes into the rig. */
  setTrimDb(db: number): void {
    rampTo(this.#ports.input.gain, gainOf(db), this.context.currentTime, FADE_SECONDS);
  }

  /** Records what the rig makes, beside what goes into it. Rejects where the browser allows no worklet. */
  record(onBlock: (block: RecordedBlock) => void): Promise<Recorder> {
    return startRecorder(this.context, { wet: this.#ports.output, dry: this.#ports.input }, onBlock);
  }

  /** Starts the context for the rig. */
  wake(): Promise<void> {
    this.#awake = true;
    return this.context.resume();
  }

  /** The rig plays no more: suspends the context, unless the metronome ticks. */
  rest(): void {
    this.#awake = false;
    // If it fails, the context only uses more power.
    if (!this.metronome.running) this.context.suspend().catch(() => {});
  }

  /** Starts the metronome; the context, too, if nothing else plays. Call it within a click or key press. */
  async startMetronome(settings: MetronomeSettings): Promise<void> {
    this.metronome.apply(settings);
    await this.context.resume();
    this.metronome.start();
  }

  stopMetronome(): void {
    this.metronome.stop();
    if (!this.#awake) this.context.suspend().catch(() => {});
  }
}
