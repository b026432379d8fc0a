import { listMicrophones, watchMicrophones } from '../../src/index.js';
import { decodeSound, type Sound, soundOf } from '../audio/decode-sound.js';
import type { MicrophoneInput } from '../audio/microphone-input.js';
import type { Socket } from '../ends-state.js';
import { kindOfFile } from '../file-kind.js';
import * as messages from '../messages.js';
import { BUILTIN_SOUNDS } from '../sound/builtin-sounds.js';
import type { LoopRegion, MicrophoneChoice, SourceKind } from '../state.js';
import { type Desk, SAMPLE_RATE } from './desk.js';
import { setEnds } from './ends-desk.js';
import { microphoneEvents, tellIfBack } from './microphone-events.js';
import type { Playback } from './playback.js';

/** Chooses what is played: a built-in sound, a file or a microphone. */
export class SourceChoice {
  readonly #desk: Desk;
  readonly #playback: Playback;
  readonly #clips = new Map<string, Sound>();
  #file: Sound | null = null;
  /** Count of requests so far: only the latest one takes effect. */
  #requests = 0;
  readonly #onMicrophone: () => void;
  #watching = false;
  /** The one in use. */
  #microphone: MicrophoneInput | null = null;

  /** `onMicrophone` is called after a microphone was opened. */
  constructor(desk: Desk, playback: Playback, onMicrophone: () => void) {
    this.#desk = desk;
    this.#playback = playback;
    this.#onMicrophone = onMicrophone;
    desk.onStudio((studio) => {
      const clip = this.#clips.get(desk.state.clipId);
      if (clip) studio.load('clip', clip);
      if (this.#file) studio.load('file', this.#file);
      if (desk.state.source === 'file') studio.choose('file');
      studio.setLoop(desk.state.loop);
    });
  }

  /** The dropped file's sound, or null. */
  get file(): Sound | null {
    return this.#file;
  }

  /** Position in the sound, in seconds. */
  get seconds(): number {
    return this.#desk.studio?.seconds ?? 0;
  }

  async choose(kind: SourceKind): Promise<void> {
    if (kind === 'microphone') return this.chooseMicrophone();
    if (kind === 'file' && !this.#file) return;
    this.#requests++;
    this.#desk.studio?.choose(kind);
    this.#desk.store.update({ source: kind, microphone: null });
  }

  /** Plays a built-in sound; an unknown id is ignored. */
  async chooseClip(id: string): Promise<void> {
    const builtin = BUILTIN_SOUNDS.find((sound) => sound.id === id);
    if (!builtin) return;
    let clip = this.#clips.get(id);
    if (!clip) {
      clip = soundOf(builtin.name, builtin.render(SAMPLE_RATE), SAMPLE_RATE);
      this.#clips.set(id, clip);
    }
    this.#desk.studio?.load('clip', clip);
    this.#desk.store.update({ clipId: id, clip: clip.state });
    await this.choose('clip');
  }

  seek(seconds: number): void {
    this.#desk.studio?.seek(seconds);
  }

  /** Repeats a part of the file; null repeats the whole file. */
  setLoop(loop: LoopRegion | null): void {
    this.#desk.store.update({ loop });
    this.#desk.studio?.setLoop(loop);
  }

  /** Decodes a sound file and plays it. @returns whether it is in use now */
  async openFile(file: File): Promise<boolean> {
    const desk = this.#desk;
    if (file.size > messages.LARGEST_SOUND_BYTES) {
      desk.tell(messages.describeLargeSound(file.name, file.size));
      return false;
    }
    const request = ++this.#requests;
    desk.store.update({ opening: file.name });
    try {
      const sound = await decodeSound(file, desk.sampleRate);
      if (request !== this.#requests) return false;
      this.#file = sound;
      desk.studio?.load('file', sound);
      desk.studio?.choose('file');
      desk.store.update({ file: sound.state, loop: null, source: 'file', microphone: null, opening: null });
      if (sound.silencedSamples > 0) desk.tell(messages.describeSilencedSamples(file.name, sound.silencedSamples));
      return true;
    } catch (error) {
      const kind = await kindOfFile(file, messages.MODEL_KIND);
      if (request === this.#requests) {
        desk.store.update({ opening: null });
        desk.tell(messages.describeSoundFailure(file.name, error, kind));
      }
      return false;
    }
  }

  /** Opens a microphone, by default the browser's choice, and plays it. Call it within a click or a key press. */
  async chooseMicrophone(deviceId?: string): Promise<void> {
    const desk = this.#desk;
    const request = ++this.#requests;
    try {
      const studio = desk.openStudio();
      const events = microphoneEvents(desk, () => this.#microphone);
      const microphone = await studio.openMicrophone({ deviceId, channel: desk.state.ends.socket }, events);
      if (request !== this.#requests) {
        microphone.release();
        return;
      }
      this.#microphone = microphone;
      studio.chooseMicrophone(microphone);
      desk.store.update({ source: 'microphone', microphone: microphone.state });
      setEnds(desk, { microphoneStatus: 'open', heardChannel: microphone.channel });
      desk.tell(messages.describeFeedbackRisk());
      void this.#listMicrophones();
      this.#onMicrophone();
      await this.#playback.play();
    } catch (error) {
      if (request === this.#requests) desk.tell(messages.describeMicrophoneFailure(error));
    }
  }

  /** Hears another socket of the interface, now and from now on. */
  setSocket(socket: Socket): void {
    setEnds(this.#desk, { socket });
    this.#microphone?.setChannel(socket);
    setEnds(this.#desk, { heardChannel: this.#microphone?.channel ?? null });
  }

  /** Browsers name the microphones only after one of them was allowed. */
  async #listMicrophones(): Promise<void> {
    const show = (devices: readonly MediaDeviceInfo[]) => {
      this.#desk.store.update({ microphones: devices.map(describeDevice) });
      tellIfBack(this.#desk);
    };
    try {
      if (!this.#watching) watchMicrophones(show);
      this.#watching = true;
      show(await listMicrophones());
    } catch {
      // Without a list there is no choice, and the open microphone goes on.
    }
  }
}

function describeDevice({ deviceId, label }: MediaDeviceInfo, index: number): MicrophoneChoice {
  return { deviceId, label: label || `Microphone ${index + 1}` };
}
