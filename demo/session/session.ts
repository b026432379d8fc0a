import type { LiveSignals } from '../audio/live-signals.js';
import { BUILTIN_MODELS } from '../builtin-models.js';
import { kindOfFile } from '../file-kind.js';
import * as messages from '../messages.js';
import { setupFromHash } from '../setup.js';
import type { DemoState, ScopeKind } from '../state.js';
import type { Store } from '../store.js';
import { applySetup } from './apply-setup.js';
import { Desk } from './desk.js';
import { kindOf, sortFiles } from './dropped-files.js';
import { LayerSolo } from './layer-solo.js';
import { ModelSlots } from './model-slots.js';
import { Playback } from './playback.js';
import { RecentModels } from './recent-models.js';
import { SourceChoice } from './source-choice.js';
import { TakeAway } from './take-away.js';
import { ToneControls } from './tone-controls.js';

/**
 * What the page can do. Only its parts change the state and the sound; widgets show the state and call these methods.
 * None of them rejects: an error becomes a notice, and the sound goes on.
 */
export class Session {
  readonly store: Store<DemoState>;
  readonly live: LiveSignals;
  readonly playback: Playback;
  readonly sources: SourceChoice;
  readonly models: ModelSlots;
  readonly recent: RecentModels;
  readonly solo: LayerSolo;
  readonly tone: ToneControls;
  readonly takeAway: TakeAway;
  readonly #desk = new Desk();

  constructor() {
    const desk = this.#desk;
    this.store = desk.store;
    this.live = desk.live;
    this.recent = new RecentModels(desk);
    this.models = new ModelSlots(desk, this.recent);
    this.solo = new LayerSolo(desk, this.models);
    this.playback = new Playback(desk, () => this.models.whenReady());
    this.sources = new SourceChoice(desk, this.playback);
    this.tone = new ToneControls(desk);
    this.takeAway = new TakeAway(desk, this);
  }

  /** Loads the setup in the page's address, or the defaults. Plays nothing yet. */
  async prepare(): Promise<void> {
    const follow = () => applySetup(this, setupFromHash(location.hash, BUILTIN_MODELS));
    // A link to the open page changes its address and loads nothing.
    addEventListener('hashchange', follow);
    await follow();
    await this.recent.show();
  }

  /** Uses dropped or opened files: at most one model, one cabinet and one sound. */
  async openFiles(files: readonly File[]): Promise<void> {
    this.dismissNotice();
    const { model, response, sound, strange, ignored } = await sortFiles(files);
    if (strange && files.every((file) => kindOf(file) === 'strange')) {
      this.#desk.tell(messages.describeStrangeFile(strange.name, await kindOfFile(strange, messages.MODEL_KIND)));
    }
    const opened = await Promise.all([
      model && this.models.openFile(model),
      response && this.tone.openCabinet(response),
      sound && this.sources.openFile(sound),
    ]);
    const used = [model, response, sound].flatMap((file, i) => (file && opened[i] ? [file.name] : []));
    if (ignored > 0 && used.length > 0) this.#desk.tell(messages.describeIgnoredFiles(used, ignored));
    else if (response && opened[1]) this.#desk.tell(messages.describeTakenAsCabinet(response.name));
  }

  showScope(scope: ScopeKind): void {
    this.store.update({ scope });
  }

  dismissNotice(): void {
    this.#desk.dismissNotice();
  }
}
