import { html, LitElement, nothing } from 'lit';
import { Session } from '../../session/session.js';
import { heardSlot } from '../../state.js';
import { toggleTheme } from '../../theme.js';
import type { OpenedKind, OpenFileEvent } from '../cards/model-card.js';
import { keysIcon, themeIcon } from '../controls/icons.js';
import { sharedStyles } from '../controls/styles.js';
import type { LayerChoiceEvent } from '../scopes/network-view.js';
import type { ShowScopeEvent } from '../scopes/scope-panel.js';
import { appStyles } from './demo-app-styles.js';
import type { DropFilesEvent } from './drop-zone.js';
import { listenToKeys, SHORTCUTS } from './keyboard.js';

const ACCEPTED: Readonly<Record<OpenedKind, string>> = {
  model: '.nam,.json,.safetensors',
  sound: 'audio/*,video/*',
  cabinet: 'audio/*',
};

/** The docs, which lie beside the page unless it is being worked on or comes with the package. */
const DOCS = import.meta.env.MODE === 'production' ? 'docs/index.html' : null;

/** The whole page: it lays the widgets out and hands them what they show. */
export class DemoApp extends LitElement {
  static override styles = [sharedStyles, appStyles];

  /** What the page can do; also for scripts that drive it. */
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
    // After the first paint, which needs no model.
    requestAnimationFrame(() => setTimeout(() => this.session.prepare()));
  }

  protected override render(): unknown {
    const session = this.session;
    const state = session.store.value;
    const { model, engine } = state.slots[heardSlot(state)];
    // The model was shown but could not be started.
    const exploring = state.scope === 'explore';
    const dry = state.playback === 'playing' && engine === null;
    const warned = (engine?.warnings.length ?? 0) > 0;
    const tall = state.source === 'file' || warned || (model?.info.controls.length ?? 0) > 0;
    return html`
      <header>
        <h1>dila<b>tone</b></h1>
        <p class=${state.notice ? 'covered' : ''}>Neural audio networks, compiled for your browser.</p>
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
          .solo=${state.soloSignal}
          ?hidden=${exploring}
          @layerchoice=${(event: LayerChoiceEvent) => session.solo.choose(event.signal)}
          @play=${() => session.playback.toggle()}
        ></demo-network-panel>
        <demo-knob-panel .session=${session} .state=${state}></demo-knob-panel>
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
    // The same file may be opened again, after a repair.
    input.value = '';
  }

  #toggleKeys(): void {
    this.renderRoot.querySelector<HTMLElement>('.shortcuts')!.togglePopover();
  }
}
