import type { IAudioContext } from 'standardized-audio-context';
import type { Model } from '../../src/index.js';
import type { FileStore, Rig } from '../../src/rig/index.js';
import type { LoopRegion } from '../state.js';
import { AudioGraph } from './audio-graph.js';
import type { Sound } from './decode-sound.js';
import type { Ends } from './ends.js';
import type { LiveSignals } from './live-signals.js';
import { type MicrophoneEvents, MicrophoneInput, type MicrophoneRequest } from './microphone-input.js';
import { Sources } from './sources.js';

/** Time after a pause until the context is suspended: the tail dies away and the meters fall first. */
const REST_MS = 1500;
/** Some browsers never start without an audio output, and report nothing. */
const START_MS = 5000;

/** Everything that makes sound. It is created with the first click. */
export class Studio {
  readonly #graph: AudioGraph;
  readonly #sources: Sources;
  readonly #live: LiveSignals;
  #restTimer = 0;

  /** Call within a click or key press. Some browsers use another rate than `sampleRate`. */
  constructor(live: LiveSignals, sampleRate: number) {
    this.#live = live;
    this.#graph = new AudioGraph(sampleRate);
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

  /** The rig that runs; null until it does. */
  get rig(): Rig<IAudioContext> | null {
    return this.#graph.rigNode.rig;
  }

  /** Runs a rig; until then the sound passes unchanged. Rejects with a DilatoneError where the browser allows no worklet. */
  async startRig(document: unknown, store: FileStore): Promise<Rig<IAudioContext>> {
    const rig = await this.#graph.rigNode.start(document, store);
    this.#live.network.setRig(rig);
    return rig;
  }

  /** Plays a layer in place of the rig, with gains in dB before and after it. Rejects as `createDilatone` does. */
  async playSolo(model: Model, inputGainDb: number, outputGainDb: number): Promise<void> {
    const { rigNode } = this.#graph;
    await rigNode.playSolo(model, inputGainDb, outputGainDb);
    this.#live.network.setSolo(rigNode.solo);
  }

  /** Plays the whole rig again. */
  async endSolo(): Promise<void> {
    this.#live.network.setSolo(null);
    await this.#graph.rigNode.endSolo();
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
