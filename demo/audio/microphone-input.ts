import {
  AnalyserNode,
  GainNode,
  type IAnalyserNode,
  type IAudioContext,
  type IAudioNode,
  type IGainNode,
} from 'standardized-audio-context';
import { type InputChannel, type Microphone, openMicrophone } from '../../src/index.js';
import type { MicrophoneState } from '../state.js';
import { rampTo } from './ramp.js';
import { levelSettles } from './settled-level.js';

const FADE_IN_SECONDS = 0.03;
const FADE_OUT_SECONDS = 0.02;
/** The burst of a device that starts is looked for in so many frames. */
const LOOKED_AT_FRAMES = 2048;

/** Which microphone, and what of it. */
export interface MicrophoneRequest {
  /** The browser's choice where it is undefined. */
  readonly deviceId?: string | undefined;
  readonly channel: InputChannel | 'auto';
}

/** What happens to an open microphone. */
export interface MicrophoneEvents {
  /** It was unplugged, or the page lost the permission. It is silent from then on. */
  lost(): void;
  /** It could not be opened again after a rest. */
  failed(error: unknown): void;
  /** Another channel is heard, or it was opened again. */
  changed(): void;
}

/**
 * A microphone with a fade. It can rest, which releases the device, and is opened again when it starts. Each time it is opened, it
 * is heard only once its level is fit for that.
 */
export class MicrophoneInput {
  readonly #context: IAudioContext;
  readonly #fade: IGainNode<IAudioContext>;
  readonly #analyser: IAnalyserNode<IAudioContext>;
  readonly #events: MicrophoneEvents;
  #request: MicrophoneRequest;
  #microphone: Microphone<IAudioContext>;
  #state: MicrophoneState;
  #open = true;
  #lost = false;
  #wanted = false;
  #released = false;
  #opening: Promise<void> | null = null;

  /** Opens a microphone. Rejects as `openMicrophone` does. */
  static async open(
    context: IAudioContext,
    destination: IAudioNode<IAudioContext>,
    request: MicrophoneRequest,
    events: MicrophoneEvents,
  ): Promise<MicrophoneInput> {
    const microphone = await openMicrophone(context, request);
    return new MicrophoneInput(context, destination, { request, microphone, events });
  }

  private constructor(
    context: IAudioContext,
    destination: IAudioNode<IAudioContext>,
    start: {
      readonly request: MicrophoneRequest;
      readonly microphone: Microphone<IAudioContext>;
      readonly events: MicrophoneEvents;
    },
  ) {
    this.#context = context;
    this.#events = start.events;
    this.#request = start.request;
    this.#fade = new GainNode(context, { gain: 0 });
    this.#analyser = new AnalyserNode(context, { fftSize: LOOKED_AT_FRAMES });
    this.#fade.connect(destination);
    this.#microphone = start.microphone;
    this.#state = this.#take(start.microphone);
  }

  /** The microphone as the browser opened it. */
  get state(): MicrophoneState {
    return this.#state;
  }

  /** The channel that is heard; null while there was no sound yet to find it by. */
  get channel(): InputChannel | null {
    return this.#microphone.channel;
  }

  setChannel(channel: InputChannel | 'auto'): void {
    this.#request = { ...this.#request, channel };
    this.#microphone.setChannel(channel);
  }

  /** Fades in; opens the device first if it was released. Never rejects. */
  async start(): Promise<void> {
    this.#wanted = true;
    if (this.#lost || this.#released) return;
    if (!this.#open) {
      this.#opening ??= this.#reopen().finally(() => {
        this.#opening = null;
      });
      return this.#opening;
    }
    await levelSettles(this.#analyser, this.#context, () => this.#isHeard);
    if (this.#isHeard) rampTo(this.#fade.gain, 1, this.#context.currentTime, FADE_IN_SECONDS);
  }

  /** Fades out. */
  stop(): void {
    this.#wanted = false;
    rampTo(this.#fade.gain, 0, this.#context.currentTime, FADE_OUT_SECONDS);
  }

  /** Releases the device until `start`. Call it a while after `stop`. */
  rest(): void {
    if (!this.#open || this.#lost) return;
    this.#open = false;
    this.#microphone.stop();
  }

  /** Fades out, then closes the microphone for good. */
  release(): void {
    this.stop();
    this.#released = true;
    setTimeout(() => {
      this.#microphone.stop();
      this.#fade.disconnect();
    }, FADE_OUT_SECONDS * 2000);
  }

  get #isHeard(): boolean {
    return this.#wanted && this.#open && !this.#lost && !this.#released;
  }

  #take(microphone: Microphone<IAudioContext>): MicrophoneState {
    this.#microphone = microphone;
    this.#open = true;
    microphone.node.connect(this.#analyser);
    microphone.node.connect(this.#fade);
    microphone.watchChannel(() => this.#events.changed());
    void microphone.lost.then(() => {
      if (this.#released || microphone !== this.#microphone) return;
      this.#lost = true;
      this.stop();
      this.#events.lost();
    });
    const [track] = microphone.node.mediaStream.getAudioTracks();
    this.#state = describe(track.label, microphone.settings);
    return this.#state;
  }

  async #reopen(): Promise<void> {
    try {
      const deviceId = this.#state.deviceId ?? this.#request.deviceId;
      const microphone = await openMicrophone(this.#context, { ...this.#request, deviceId });
      if (this.#released) return microphone.stop();
      this.#take(microphone);
      this.#events.changed();
    } catch (error) {
      if (!this.#released) this.#events.failed(error);
      return;
    }
    if (this.#wanted) await this.start();
    else this.rest();
  }
}

function describe(label: string, settings: MediaTrackSettings): MicrophoneState {
  const processing: string[] = [];
  if (settings.echoCancellation) processing.push('echo cancellation');
  if (settings.noiseSuppression) processing.push('noise suppression');
  if (settings.autoGainControl) processing.push('automatic gain');
  return {
    label: label || 'Microphone',
    deviceId: settings.deviceId,
    channels: settings.channelCount,
    sampleRateHz: settings.sampleRate,
    latencySeconds: (settings as { readonly latency?: number }).latency,
    processing,
  };
}
