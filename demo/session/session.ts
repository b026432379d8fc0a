import type { LiveSignals } from '../audio/live-signals.js';
import { kindOfFile } from '../file-kind.js';
import * as messages from '../messages.js';
import type { DemoState, ScopeKind } from '../state.js';
import type { Store } from '../store.js';
import { beginSetup, followLink } from './apply-setup.js';
import { Desk } from './desk.js';
import { Devices } from './devices.js';
import { kindOf, sortFiles } from './dropped-files.js';
import { keptEnds } from './ends-desk.js';
import { LayerSolo } from './layer-solo.js';
import { MidiDesk } from './midi-desk.js';
import { ModelControls } from './model-controls.js';
import { ModelWatch } from './model-watch.js';
import { onSetupLink } from './places.js';
import { Playback } from './playback.js';
import { Practice } from './practice.js';
import { RecentModels } from './recent-models.js';
import { Recording } from './recording.js';
import { BlockFiles } from './rig/block-files.js';
import { Presets } from './rig/presets.js';
import { RigDesk } from './rig/rig-desk.js';
import { RigKeeper } from './rig/rig-keeper.js';
import { RigSession } from './rig/rig-session.js';
import { RigSound } from './rig/rig-sound.js';
import { SoundHealth } from './sound-health.js';
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
  readonly rig: RigSession;
  readonly models: ModelControls;
  readonly recent: RecentModels;
  readonly solo: LayerSolo;
  readonly tone: ToneControls;
  readonly takeAway: TakeAway;
  readonly devices: Devices;
  readonly practice: Practice;
  readonly recording: Recording;
  readonly midi: MidiDesk;
  readonly #desk = new Desk();
  readonly #rigDesk = new RigDesk(this.#desk);
  readonly #presets = new Presets(this.#desk, this.#rigDesk);
  readonly #keeper = new RigKeeper(this.#desk);

  constructor() {
    const desk = this.#desk;
    const rigDesk = this.#rigDesk;
    this.store = desk.store;
    this.live = desk.live;
    this.recent = new RecentModels(desk);
    const rigSound = new RigSound(desk, rigDesk);
    this.rig = new RigSession(desk, rigDesk, new BlockFiles(desk, rigDesk, this.recent), this.#presets);
    this.models = new ModelControls(desk, rigDesk, this.rig);
    new ModelWatch(desk, rigDesk);
    this.solo = new LayerSolo(desk, this.models);
    this.playback = new Playback(desk, () => rigSound.whenReady());
    this.sources = new SourceChoice(desk, this.playback, () => this.devices.listOutputs());
    this.tone = new ToneControls(desk, this.rig);
    this.takeAway = new TakeAway(desk, rigDesk, this.sources);
    this.store.update({ ends: keptEnds() });
    this.devices = new Devices(desk);
    this.practice = new Practice(desk);
    this.recording = new Recording(desk);
    this.midi = new MidiDesk(desk, this.rig, this.#presets);
    new SoundHealth(desk);
    rigDesk.onChange = () => {
      this.#presets.compare();
      this.#keeper.note();
    };
  }

  /** Loads the rig in the page's address, that of the last visit, or the first one. Plays nothing yet. */
  async prepare(): Promise<void> {
    const target = {
      desk: this.#desk,
      rigDesk: this.#rigDesk,
      keeper: this.#keeper,
      rig: this.rig,
      sources: this.sources,
    };
    // A link to the open page changes its address and loads nothing.
    onSetupLink(() => void followLink(target));
    this.#presets.open();
    await beginSetup(target);
    this.#keeper.open();
    await this.recent.show();
    await this.recording.showKept();
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
