import { GainNode, type IAudioContext, type IAudioNode, type IGainNode } from 'standardized-audio-context';
import { type Microphone, openMicrophone } from '../../src/index.js';
import type { MicrophoneState } from '../state.js';

const FADE_SECONDS = 0.02;

/** An open microphone that is faded in and out. */
export class MicrophoneInput {
  readonly state: MicrophoneState;
  readonly #context: IAudioContext;
  readonly #microphone: Microphone<IAudioContext>;
  readonly #fade: IGainNode<IAudioContext>;
  #released = false;

  /** Asks the browser for the microphone; rejects as `openMicrophone` does. `onLost` tells that it was taken away. */
  static async open(
    context: IAudioContext,
    destination: IAudioNode<IAudioContext>,
    onLost: () => void,
  ): Promise<MicrophoneInput> {
    return new MicrophoneInput(context, destination, await openMicrophone(context), onLost);
  }

  private constructor(
    context: IAudioContext,
    destination: IAudioNode<IAudioContext>,
    microphone: Microphone<IAudioContext>,
    onLost: () => void,
  ) {
    const [track] = microphone.node.mediaStream.getAudioTracks();
    track.addEventListener('ended', () => {
      if (!this.#released) onLost();
    });
    this.state = describe(track.label, microphone.settings);
    this.#context = context;
    this.#microphone = microphone;
    this.#fade = new GainNode(context, { gain: 0 });
    microphone.node.connect(this.#fade).connect(destination);
  }

  start(): void {
    this.#fadeTo(1);
  }

  stop(): void {
    this.#fadeTo(0);
  }

  /** Gives the microphone back to the browser once it is faded out. */
  release(): void {
    this.#released = true;
    this.stop();
    setTimeout(() => {
      this.#microphone.stop();
      this.#fade.disconnect();
    }, FADE_SECONDS * 2000);
  }

  #fadeTo(gain: number): void {
    const now = this.#context.currentTime;
    this.#fade.gain.cancelAndHoldAtTime(now).linearRampToValueAtTime(gain, now + FADE_SECONDS);
  }
}

function describe(label: string, settings: MediaTrackSettings): MicrophoneState {
  const processing: string[] = [];
  if (settings.echoCancellation) processing.push('echo cancellation');
  if (settings.noiseSuppression) processing.push('noise suppression');
  if (settings.autoGainControl) processing.push('automatic gain');
  return {
    label: label || 'Microphone',
    channels: settings.channelCount,
    sampleRateHz: settings.sampleRate,
    processing,
  };
}
