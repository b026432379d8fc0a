import type { IAudioBuffer } from 'standardized-audio-context';
import type { ControlValues, DilatoneInfo, Model, NetworkChoice } from '../../src/index.js';
import { heardSlot, type LoopRegion, type SlotName } from '../state.js';
import { AudioGraph } from './audio-graph.js';
import type { Sound } from './decode-sound.js';
import type { Ends } from './ends.js';
import type { LiveSignals } from './live-signals.js';
import { type MicrophoneEvents, MicrophoneInput, type MicrophoneRequest } from './microphone-input.js';
import type { SoundSettings } from './sound-settings.js';
import { Sources } from './sources.js';

/** Time after a pause until the context is suspended: the tail dies away and the meters fall first. */
const REST_MS = 1500;
/** Some browsers never start without an audio output, and report nothing. */
const START_MS = 5000;

/** Everything that makes sound. It is created with the first click. */
export class Studio {
  /** Called when a node falls back to the dry sound; `givenUp` is true if it does not try again by itself. */
  onFault: (slot: SlotName, reason: string, givenUp: boolean) => void = () => {};
  /** Called when a node has changed to a smaller size of its model because it could not keep up. */
  onStepDown: (slot: SlotName, size: number) => void = () => {};
  /** Called when the noise gate cannot run. */
  onGateFailure: () => void = () => {};
  readonly #graph: AudioGraph;
  readonly #sources: Sources;
  readonly #live: LiveSignals;
  #restTimer = 0;

  /** Call within a click or key press. Some browsers use another rate than `sampleRate`. */
  constructor(live: LiveSignals, settings: SoundSettings, sampleRate: number) {
    this.#live = live;
    this.#graph = new AudioGraph(settings, sampleRate);
    for (const slot of ['a', 'b'] as const) {
      const amp = this.#graph.amps[slot];
      amp.onFault = (reason, givenUp) => this.onFault(slot, reason, givenUp);
      amp.onStepDown = (size) => this.onStepDown(slot, size);
      amp.onNode = (node) => live.network.setNode(slot, node);
    }
    this.#graph.gate.onFailure = () => this.onGateFailure();
    this.#sources = new Sources(this.#graph.context, this.#graph.input);
    live.connect(this.#graph.analysers);
  }

  /** Both ends of the signal: trim, volume, metronome, recorder, loudspeaker. */
  get ends(): Ends {
    return this.#graph.ends;
  }

  get sampleRate(): number {
    return this.#graph.context.sampleRate;
  }

  /** Position in the sound, in seconds. */
  get seconds(): number {
    return this.#sources.seconds;
  }

  /** Rejects if the browser does not start its audio output. */
  async play(): Promise<void> {
    clearTimeout(this.#restTimer);
    await within(START_MS, this.#graph.ends.wake());
    this.#sources.play();
    this.#live.start();
  }

  pause(): void {
    this.#sources.pause();
    this.#live.stopIn(REST_MS);
    clearTimeout(this.#restTimer);
    this.#restTimer = window.setTimeout(() => {
      this.#sources.rest();
      this.#graph.ends.rest();
    }, REST_MS);
  }

  /** Rejects with a DilatoneError if the model cannot run here; the sound then goes on as before. */
  runModel(slot: SlotName, model: Model, choice: NetworkChoice): Promise<DilatoneInfo> {
    return this.#graph.amps[slot].runModel(model, choice);
  }

  clearModel(slot: SlotName): void {
    this.#graph.amps[slot].clear();
  }

  setControls(slot: SlotName, controls: ControlValues): void {
    this.#graph.amps[slot].setControls(controls);
  }

  apply(settings: SoundSettings): void {
    this.#graph.apply(settings);
    this.#live.network.setHeard(heardSlot(settings));
  }

  /** Sets the impulse response of the cabinet behind the models; null removes the cabinet. */
  setCabinet(response: IAudioBuffer | null): void {
    this.#graph.cabinet.setResponse(response);
  }

  load(kind: 'clip' | 'file', sound: Sound): void {
    this.#sources.load(kind, sound);
  }

  choose(kind: 'clip' | 'file'): void {
    this.#sources.choose(kind);
  }

  seek(seconds: number): void {
    this.#sources.seek(seconds);
  }

  setLoop(loop: LoopRegion | null): void {
    this.#sources.setLoop(loop);
  }

  /** Opens a microphone while the sound goes on. Rejects as the library's `openMicrophone` does. */
  openMicrophone(request: MicrophoneRequest, events: MicrophoneEvents): Promise<MicrophoneInput> {
    const { context, input } = this.#graph;
    return MicrophoneInput.open(context, input, request, events);
  }

  chooseMicrophone(microphone: MicrophoneInput): void {
    this.#sources.chooseMicrophone(microphone);
  }
}

/** Settles as `promise` does, or rejects after `ms`. */
function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`expected an answer within ${ms} ms, got none`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
