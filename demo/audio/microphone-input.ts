import { GainNode, type IAudioContext, type IAudioNode, type IGainNode } from 'standardized-audio-context';
import { type Microphone, openMicrophone } from '../../src/index.js';
import type { MicrophoneState } from '../state.js';

const FADE_SECONDS = 0.02;

/** An open microphone with a fade. */
export class MicrophoneInput {
  readonly state: MicrophoneState;
  readonly #context: IAudioContext;
  readonly #microphone: Microphone<IAudioContext>;
  readonly #fade: IGainNode<IAudioContext>;

  /**
   * Opens a microphone, by default the browser's choice. `onLost` is called if it is disconnected. Rejects as
   * `openMicrophone` does.
   */
  static async open(
    context: IAudioContext,
    destination: IAudioNode<IAudioContext>,
    deviceId: string | undefined,
    onLost: () => void,
  ): Promise<MicrophoneInput> {
    const microphone = await openMicrophone(context, { deviceId });
    void microphone.lost.then(onLost);
    return new MicrophoneInput(context, destination, microphone);
  }

  private constructor(
    context: IAudioContext,
    destination: IAudioNode<IAudioContext>,
    microphone: Microphone<IAudioContext>,
  ) {
    const [track] = microphone.node.mediaStream.getAudioTracks();
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

  /** Fades out, then closes the microphone. */
  release(): void {
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
    deviceId: settings.deviceId,
    channels: settings.channelCount,
    sampleRateHz: settings.sampleRate,
    processing,
  };
}
