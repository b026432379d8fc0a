import { type DilatoneInfo, loadModel, type Model } from '../src/index.js';
import { decodeSound, type Sound, soundOf } from './audio/decode-sound.js';
import { LiveSignals } from './audio/live-signals.js';
import { Stage } from './audio/stage.js';
import { BUILTIN_MODELS } from './builtin-models.js';
import { sortFiles } from './dropped-files.js';
import { formatDb } from './format.js';
import * as messages from './messages.js';
import { describeModel } from './model-state.js';
import { OverloadGuard } from './overload-guard.js';
import { renderRiff } from './sound/riff.js';
import { type DemoState, INITIAL_STATE, type Notice, type ScopeKind, type SourceKind } from './state.js';
import { Store } from './store.js';

/** Rate in Hz that models are made for, and so the one that the page asks the browser for. */
const SAMPLE_RATE = 48_000;

/**
 * What the page can do. It alone changes the state and moves the sound; widgets show the state and call these methods.
 * None of them rejects: what goes wrong becomes a notice, and the sound that was running goes on.
 */
export class Session {
  readonly store = new Store<DemoState>(INITIAL_STATE);
  readonly live = new LiveSignals();
  readonly #guard = new OverloadGuard();
  #stage: Stage | null = null;
  #model: Model | null = null;
  #clip: Sound | null = null;
  #file: Sound | null = null;
  /** Count of wishes so far: the last one wins, whatever arrives last. */
  #modelWish = 0;
  #sourceWish = 0;
  /** Settles when the model that was there with the first click runs. */
  #firstModel: Promise<void> = Promise.resolve();

  constructor() {
    this.live.subscribe(() => this.#watchLevel());
  }

  get #state(): DemoState {
    return this.store.value;
  }

  /** Place in the sound, in seconds. */
  get position(): number {
    return this.#stage?.seconds ?? 0;
  }

  /** Loads what the page starts with; no sound is made. */
  async prepare(): Promise<void> {
    const model = this.chooseBuiltin(0);
    this.#clip = soundOf('Guitar riff', renderRiff(SAMPLE_RATE), SAMPLE_RATE);
    this.#stage?.load('clip', this.#clip);
    this.store.update({ clip: this.#clip.state });
    await model;
  }

  /** Plays or pauses. Call it within a click or a key press. */
  async togglePlay(): Promise<void> {
    const { playback } = this.#state;
    if (playback === 'starting') return;
    if (playback === 'playing') {
      this.#stage?.pause();
      this.store.update({ playback: 'paused' });
      return;
    }
    await this.#play();
  }

  async chooseSource(kind: SourceKind): Promise<void> {
    if (kind === 'microphone') return this.#chooseMicrophone();
    if (kind === 'file' && !this.#file) return;
    this.#sourceWish++;
    this.#stage?.choose(kind);
    this.store.update({ source: kind, microphone: null });
  }

  seek(seconds: number): void {
    this.#stage?.seek(seconds);
  }

  /** Uses dropped or opened files: at most one model and one sound. */
  async openFiles(files: readonly File[]): Promise<void> {
    this.dismissNotice();
    const { model, sound, strange, ignored } = sortFiles(files);
    if (strange && !model && !sound) this.#tell(messages.describeStrangeFile(strange.name));
    const opened = await Promise.all([
      model && this.#useModel(model.name, -1, () => loadModel(model)),
      sound && this.#openSound(sound),
    ]);
    const used = [model, sound].flatMap((file, i) => (file && opened[i] ? [file.name] : []));
    if (ignored > 0 && used.length > 0) this.#tell(messages.describeIgnoredFiles(used, ignored));
  }

  /** Uses a built-in model, counted from 0; others are ignored. */
  async chooseBuiltin(index: number): Promise<void> {
    const builtin = BUILTIN_MODELS[index];
    if (!builtin) return;
    this.dismissNotice();
    await this.#useModel(builtin.name, index, () => loadModel(new URL(builtin.url, location.href)));
  }

  setDriveDb(driveDb: number): void {
    this.#set({ driveDb });
  }

  setLevelDb(levelDb: number): void {
    this.#guard.yield();
    this.#set({ levelDb });
  }

  setMix(mix: number): void {
    this.#set({ mix });
  }

  toggleBypass(): void {
    this.#set({ bypassed: !this.#state.bypassed });
  }

  showScope(scope: ScopeKind): void {
    this.store.update({ scope });
  }

  dismissNotice(): void {
    this.store.update({ notice: null });
  }

  #set(settings: Partial<Pick<DemoState, 'driveDb' | 'levelDb' | 'mix' | 'bypassed'>>): void {
    this.store.update(settings);
    this.#stage?.apply(this.#state);
  }

  #tell(notice: Notice): void {
    this.store.update({ notice });
  }

  /** Starts the sound; without a model that runs, it is heard dry. */
  async #play(): Promise<void> {
    const before = this.#state.playback;
    this.store.update({ playback: 'starting' });
    try {
      const stage = this.#openStage();
      await this.#firstModel;
      await stage.play();
      this.store.update({ playback: 'playing' });
    } catch {
      this.store.update({ playback: before });
      this.#tell(messages.describeStartFailure());
    }
  }

  /** The stage, made by the first call, which must lie within a click or key press. */
  #openStage(): Stage {
    if (this.#stage) return this.#stage;
    const stage = new Stage(this.live, this.#state, SAMPLE_RATE);
    this.#stage = stage;
    stage.onFault = (reason) => this.#tell(messages.describeFault(this.#state.model?.name ?? 'The model', reason));
    stage.onMicrophoneLost = () => {
      this.#tell(messages.describeLostMicrophone());
      void this.chooseSource('clip');
    };
    if (this.#clip) stage.load('clip', this.#clip);
    if (this.#file) stage.load('file', this.#file);
    if (this.#state.source === 'file') stage.choose('file');
    if (this.#model) this.#firstModel = this.#runFirstModel(stage, this.#model);
    return stage;
  }

  async #runFirstModel(stage: Stage, model: Model): Promise<void> {
    try {
      this.#showEngine(await stage.useModel(model));
    } catch (error) {
      this.#tell(messages.describeModelFailure(error, this.#state.model?.name ?? 'The model'));
    }
  }

  /** @returns whether the model is in use now */
  async #useModel(fileName: string, builtinIndex: number, load: () => Promise<Model>): Promise<boolean> {
    const wish = ++this.#modelWish;
    this.store.update({ opening: fileName });
    try {
      const model = await load();
      if (wish !== this.#modelWish) return false;
      const next = describeModel(model, fileName, builtinIndex);
      if (this.#stage) await this.#changeModel(this.#stage, model, next.defaultLevelDb);
      if (wish !== this.#modelWish) return false;
      this.#model = model;
      this.#guard.rearm();
      this.store.update({ model: next, levelDb: next.defaultLevelDb, opening: null });
      this.#stage?.apply(this.#state);
      return true;
    } catch (error) {
      if (wish === this.#modelWish) {
        this.store.update({ opening: null });
        this.#tell(messages.describeModelFailure(error, fileName));
      }
      return false;
    }
  }

  /** Changes models at the lower of both levels, so that the crossfade is never louder than either. */
  async #changeModel(stage: Stage, model: Model, nextLevelDb: number): Promise<void> {
    const { levelDb } = this.#state;
    this.#set({ levelDb: Math.min(levelDb, nextLevelDb) });
    try {
      this.#showEngine(await stage.useModel(model));
    } catch (error) {
      this.#set({ levelDb });
      throw error;
    }
  }

  #showEngine(info: DilatoneInfo): void {
    const { engine, latencyFrames, sampleRate, warnings } = info;
    const known = this.#state.engine !== null;
    this.store.update({ engine: { kind: engine, latencyFrames, contextRateHz: sampleRate, warnings } });
    if (engine === 'interpreter' && !known) this.#tell(messages.describeInterpreter());
  }

  /** @returns whether the sound is in use now */
  async #openSound(file: File): Promise<boolean> {
    if (file.size > messages.LARGEST_SOUND_BYTES) {
      this.#tell(messages.describeLargeSound(file.name, file.size));
      return false;
    }
    const wish = ++this.#sourceWish;
    this.store.update({ opening: file.name });
    try {
      const sound = await decodeSound(file, this.#stage?.sampleRate ?? SAMPLE_RATE);
      if (wish !== this.#sourceWish) return false;
      this.#file = sound;
      this.#stage?.load('file', sound);
      this.#stage?.choose('file');
      this.store.update({ file: sound.state, source: 'file', microphone: null, opening: null });
      return true;
    } catch {
      if (wish === this.#sourceWish) {
        this.store.update({ opening: null });
        this.#tell(messages.describeSoundFailure(file.name));
      }
      return false;
    }
  }

  async #chooseMicrophone(): Promise<void> {
    const wish = ++this.#sourceWish;
    try {
      const stage = this.#openStage();
      const microphone = await stage.openMicrophone();
      if (wish !== this.#sourceWish) {
        microphone.release();
        return;
      }
      stage.chooseMicrophone(microphone);
      this.store.update({ source: 'microphone', microphone: microphone.state });
      this.#tell(messages.describeFeedbackRisk());
      if (this.#state.playback !== 'playing') await this.#play();
    } catch (error) {
      if (wish === this.#sourceWish) this.#tell(messages.describeMicrophoneFailure(error));
    }
  }

  #watchLevel(): void {
    const { bypassed, levelDb } = this.#state;
    if (bypassed) return;
    const lower = this.#guard.levelFor(this.live.wetPeak, levelDb, this.live.elapsedSeconds);
    if (lower === null) return;
    this.#set({ levelDb: lower });
    this.#tell(messages.describeTurnedDown(formatDb(lower)));
  }
}
