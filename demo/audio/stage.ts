import type { IAudioBuffer } from 'standardized-audio-context';
import type { ControlValues, DilatoneInfo, Model, NetworkChoice } from '../../src/index.js';
import { heardSlot, type LoopRegion, type SlotName } from '../state.js';
import { AudioGraph } from './audio-graph.js';
import type { Sound } from './decode-sound.js';
import type { LiveSignals } from './live-signals.js';
import { MicrophoneInput } from './microphone-input.js';
import { type Recording, startRecording } from './recorder.js';
import type { SoundSettings } from './sound-settings.js';
import { Sources } from './sources.js';

/** After a pause: until the tail has died away, the meters have fallen, and the audio thread may rest. */
const REST_MS = 1500;
/** Some browsers wait for ever for a loudspeaker that is not there. */
const START_MS = 5000;

/** Everything that sounds: made with the first click, it plays and rests from then on. */
export class Stage {
  /** Called when the microphone is taken away. */
  onMicrophoneLost: () => void = () => {};
  /** Called when the audio thread falls back to the dry sound. */
  onFault: (slot: SlotName, reason: string) => void = () => {};
  /** Called when the noise gate cannot run. */
  onGateFailure: () => void = () => {};
  readonly #graph: AudioGraph;
  readonly #sources: Sources;
  readonly #live: LiveSignals;
  #restTimer = 0;

  /** Call within a click or key press. The rate is a wish. */
  constructor(live: LiveSignals, settings: SoundSettings, sampleRate: number) {
    this.#live = live;
    this.#graph = new AudioGraph(settings, sampleRate);
    this.#graph.amps.a.onFault = (reason) => this.onFault('a', reason);
    this.#graph.amps.b.onFault = (reason) => this.onFault('b', reason);
    this.#graph.amps.a.onNode = (node) => live.network.setNode('a', node);
    this.#graph.amps.b.onNode = (node) => live.network.setNode('b', node);
    this.#graph.gate.onFailure = () => this.onGateFailure();
    this.#sources = new Sources(this.#graph.context, this.#graph.input);
    live.connect(this.#graph.analysers);
  }

  get sampleRate(): number {
    return this.#graph.context.sampleRate;
  }

  /** Place in the sound, in seconds. */
  get seconds(): number {
    return this.#sources.seconds;
  }

  /** Rejects where the browser does not start its audio output. */
  async play(): Promise<void> {
    clearTimeout(this.#restTimer);
    await within(START_MS, this.#graph.context.resume());
    this.#sources.play();
    this.#live.start();
  }

  pause(): void {
    this.#sources.pause();
    this.#live.stopIn(REST_MS);
    clearTimeout(this.#restTimer);
    this.#restTimer = window.setTimeout(() => {
      // A context that will not rest costs power, nothing else.
      this.#graph.context.suspend().catch(() => {});
    }, REST_MS);
  }

  /** Rejects with a DilatoneError where the model cannot run here; what was heard goes on. */
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

  /** Puts a loudspeaker behind the models, by its impulse response, or takes it away. */
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

  /** Asks for a microphone; what was heard goes on meanwhile. Rejects as the library's `openMicrophone` does. */
  openMicrophone(deviceId?: string): Promise<MicrophoneInput> {
    const { context, input } = this.#graph;
    return MicrophoneInput.open(context, input, deviceId, () => this.onMicrophoneLost());
  }

  chooseMicrophone(microphone: MicrophoneInput): void {
    this.#sources.chooseMicrophone(microphone);
  }

  /** Records what is heard. Rejects where the browser allows no worklet. */
  record(): Promise<Recording> {
    return startRecording(this.#graph.context, this.#graph.output);
  }
}

/** The promise's outcome, or a rejection after a time. */
function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`expected an answer within ${ms} ms, got none`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
