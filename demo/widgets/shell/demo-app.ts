import { html, LitElement, nothing } from 'lit';
import { builtinOf } from '../../builtin-models.js';
import { Session } from '../../session/session.js';
import { heardSlot } from '../../state.js';
import { toggleTheme } from '../../theme.js';
import type { TurnControlEvent, TurnKnobEvent } from '../cards/knob-panel.js';
import { keysIcon, themeIcon } from '../controls/icons.js';
import { sharedStyles } from '../controls/styles.js';
import type { OpenedKind, OpenFileEvent } from '../events.js';
import type { LayerChoiceEvent } from '../scopes/network-view.js';
import type { ShowScopeEvent } from '../scopes/scope-panel.js';
import { appStyles } from './demo-app-styles.js';
import type { DropFilesEvent } from './drop-zone.js';
import { listenToKeys, SHORTCUTS } from './keyboard.js';

const ACCEPTED: Readonly<Record<OpenedKind, string>> = {
  model: '.nam,.aidax,.json,.safetensors,.onnx',
  sound: 'audio/*,video/*',
  cabinet: 'audio/*',
};

/** Address of the docs; they are beside the page except in development and in the package. */
const DOCS = import.meta.env.MODE === 'production' ? 'docs/index.html' : null;

/** The whole page: lays out the widgets, passes them the state, and calls the session for their events. */
export class DemoApp extends LitElement {
  static override styles = [sharedStyles, appStyles];

  /** Also used by scripts that drive the page. */
  readonly session = new Session();
  #opened: OpenedKind = 'model';
  #endings: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#endings = [this.session.store.subscribe(() => this.requestUpdate()), listenToKeys(this.session)];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.#endings) end();
  }

  protected override firstUpdated(): void {
    // Loads models after the first paint, which needs none.
    requestAnimationFrame(() => setTimeout(() => this.session.prepare()));
  }

  protected override render(): unknown {
    const session = this.session;
    const state = session.store.value;
    const slot = state.slots[heardSlot(state)];
    const { model, engine } = slot;
    const exploring = state.scope === 'explore';
    const waiting = state.playback === 'idle' || (state.playback === 'starting' && !session.live.hasSound);
    // Sound plays, but the model could not start.
    const dry = state.playback === 'playing' && engine === null;
    const warned = (engine?.warnings.length ?? 0) > 0;
    const tall = state.source === 'file' || warned || (model?.info.controls.length ?? 0) > 0;
    return html`
      <header>
        <h1>dila<b>tone</b></h1>
        <p class=${state.notice ? 'covered' : ''}>Neural audio networks, compiled for your browser.</p>
        <demo-status-pills .live=${session.live} .ends=${state.ends}></demo-status-pills>
        ${DOCS ? html`<a class="docs" href=${DOCS}>Docs</a>` : nothing}
        <demo-round-button class="keys" label="Keyboard shortcuts" @click=${this.#toggleKeys}>${keysIcon}</demo-round-button>
        <demo-round-button label="Dark or light" @click=${toggleTheme}>${themeIcon}</demo-round-button>
        <dl popover class="shortcuts">
          ${SHORTCUTS.map(({ keys, does }) => html`<dt>${keys}</dt><dd>${does}</dd>`)}
        </dl>
      </header>
      <main class=${exploring ? 'exploring' : tall ? 'tall' : ''} @openfile=${(event: OpenFileEvent) => this.#openFile(event.kind)}>
        <demo-signal-strip .session=${session} .state=${state}></demo-signal-strip>
        <demo-network-panel
          .live=${session.live}
          .model=${model}
          .playback=${state.playback}
          .bypassed=${state.bypassed || dry}
          .waiting=${waiting}
          .solo=${state.soloSignal}
          ?hidden=${exploring}
          @layerchoice=${(event: LayerChoiceEvent) => session.solo.choose(event.signal)}
        >
          ${
            waiting
              ? html`
                  <demo-welcome
                    .modelName=${model?.name ?? null}
                    .busy=${state.playback === 'starting'}
                    @play=${() => session.playback.toggle()}
                  ></demo-welcome>
                `
              : nothing
          }
        </demo-network-panel>
        <demo-knob-panel
          .driveDb=${state.driveDb}
          .levelDb=${slot.levelDb}
          .defaultLevelDb=${builtinOf(model)?.levelDb ?? 0}
          .mix=${state.mix}
          .controls=${model?.info.controls ?? []}
          .values=${slot.controls}
          @turnknob=${this.#turnKnob}
          @turncontrol=${({ control, value }: TurnControlEvent) => session.models.setControl(control, value)}
        ></demo-knob-panel>
        <demo-facts-panel
          role="region"
          aria-label="Facts"
          tabindex="0"
          .live=${session.live}
          .model=${model}
          .engine=${engine}
        ></demo-facts-panel>
        <demo-scope-panel
          .live=${session.live}
          .scope=${state.scope}
          .latencyFrames=${engine?.latencyFrames ?? 0}
          .silent=${engine === null && state.playback === 'idle'}
          @showscope=${(event: ShowScopeEvent) => session.showScope(event.scope)}
        ></demo-scope-panel>
      </main>
      <demo-notice-bar .notice=${state.notice} @dismiss=${() => session.dismissNotice()}></demo-notice-bar>
      <demo-drop-zone @dropfiles=${(event: DropFilesEvent) => session.openFiles(event.files)}></demo-drop-zone>
      <input type="file" hidden aria-hidden="true" @change=${this.#takeFile} />
    `;
  }

  #turnKnob({ knob, value }: TurnKnobEvent): void {
    const { tone, models } = this.session;
    if (knob === 'drive') tone.setDriveDb(value);
    else if (knob === 'level') models.setLevelDb(value);
    else tone.setMix(value);
  }

  #openFile(kind: OpenedKind): void {
    const input = this.renderRoot.querySelector('input')!;
    this.#opened = kind;
    input.accept = ACCEPTED[kind];
    input.click();
  }

  #takeFile(event: Event): void {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    if (this.#opened === 'cabinet' && files[0]) void this.session.tone.openCabinet(files[0]);
    else void this.session.openFiles(files);
    // Opening the same file again, after a repair, must count as a change.
    input.value = '';
  }

  #toggleKeys(): void {
    this.renderRoot.querySelector<HTMLElement>('.shortcuts')!.togglePopover();
  }
}
