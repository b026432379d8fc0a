import { html, LitElement, nothing } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { heardModel } from '../../rig-selectors.js';
import { PLACES, PlaceAddress } from '../../session/places.js';
import { Session } from '../../session/session.js';
import { sweepSetupOf } from '../../session/sweep-setup.js';
import { toggleTheme } from '../../theme.js';
import { keysIcon, themeIcon } from '../controls/icons.js';
import { sharedStyles } from '../controls/styles.js';
import type { OpenedKind, OpenFileEvent } from '../events.js';
import { positionOf } from '../rig/rig-places.js';
import type { LayerChoiceEvent } from '../scopes/network-view.js';
import type { ShowScopeEvent } from '../scopes/scope-panel.js';
import { appStyles } from './demo-app-styles.js';
import type { DropFilesEvent } from './drop-zone.js';
import type { KeyList } from './key-list.js';
import { listenToKeys } from './keyboard.js';
import { keyActionsOf } from './session-keys.js';

const ACCEPTED: Readonly<Record<OpenedKind, string>> = {
  model: '.nam,.aidax,.json,.safetensors,.onnx',
  sound: 'audio/*,video/*',
  cabinet: 'audio/*',
};

/** Address of the docs; they are beside the page except in development and in the package. */
const DOCS = import.meta.env.MODE === 'production' ? 'docs/index.html' : null;

/** The whole page: lays out the widgets, passes them the state, and calls the session for their events. */
export class DemoApp extends LitElement {
  static override properties = { folded: { state: true } };

  static override styles = [sharedStyles, appStyles];

  /** Whether the network and the scopes are folded away, on phones. */
  declare folded: boolean;

  /** Also used by scripts that drive the page. */
  readonly session = new Session();
  readonly #address = new PlaceAddress();
  #opened: OpenedKind = 'model';
  #endings: (() => void)[] = [];

  constructor() {
    super();
    this.folded = true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const actions = keyActionsOf(this.session, () => this.#toggleKeys());
    this.#endings = [
      this.session.store.subscribe(() => this.requestUpdate()),
      listenToKeys(actions, () => this.#address.place === PLACES[0]),
      this.#address.listen(() => this.#changePlace()),
    ];
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
    const { engine, rig } = state;
    const heard = heardModel(state);
    const model = heard?.state?.model ?? null;
    const { place } = this.#address;
    const playing = place === PLACES[0];
    const waiting = state.playback === 'idle' || (state.playback === 'starting' && !session.live.hasSound);
    // Sound plays, but the model could not start.
    const dry = state.playback === 'playing' && engine === null;
    // A model is seen as its network, any other block as its own panel.
    const effect = !waiting && positionOf(rig.document, rig.selected)?.block.type !== 'model';
    const look = { waiting, effect, folded: this.folded };
    return html`
      <header>
        <h1>dila<b>tone</b></h1>
        <demo-place-nav .place=${place}></demo-place-nav>
        <p class=${state.notice ? 'covered' : ''}>Neural audio networks, compiled for your browser.</p>
        <demo-status-pills .live=${session.live} .ends=${state.ends}></demo-status-pills>
        ${DOCS ? html`<a class="docs" href=${DOCS}>Docs</a>` : nothing}
        <demo-round-button class="keys" label="Keyboard shortcuts" @click=${this.#toggleKeys}>${keysIcon}</demo-round-button>
        <demo-round-button label="Dark or light" @click=${toggleTheme}>${themeIcon}</demo-round-button>
        <demo-key-list></demo-key-list>
      </header>
      <main
        class=${classMap(look)}
        tabindex="-1"
        ?hidden=${!playing}
        @openfile=${(event: OpenFileEvent) => this.#openFile(event.kind)}
      >
        <demo-signal-strip .session=${session} .state=${state}></demo-signal-strip>
        <demo-network-panel
          .live=${session.live}
          .model=${model}
          .playback=${state.playback}
          .bypassed=${rig.bypassed || dry || heard?.block.bypass === true}
          .waiting=${waiting}
          .solo=${state.soloSignal}
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
        <demo-block-panel
          role="region"
          aria-label="The selected block"
          .rig=${rig}
          .actions=${session.rig}
          .recent=${state.recent}
        ></demo-block-panel>
        <button class="fold" aria-expanded=${!this.folded} @click=${this.#fold}>
          ${this.folded ? 'Show the network and the scopes' : 'Fold the network and the scopes away'}
        </button>
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
          .sweep=${sweepSetupOf(state)}
          .silent=${engine === null && state.playback === 'idle'}
          @showscope=${(event: ShowScopeEvent) => session.showScope(event.scope)}
        ></demo-scope-panel>
      </main>
      <demo-place-outlet .place=${place} .session=${session} .model=${model}></demo-place-outlet>
      <demo-notice-bar .notice=${state.notice} @dismiss=${() => session.dismissNotice()}></demo-notice-bar>
      <demo-drop-zone @dropfiles=${(event: DropFilesEvent) => session.openFiles(event.files)}></demo-drop-zone>
      <input type="file" hidden aria-hidden="true" @change=${this.#takeFile} />
    `;
  }

  #fold(): void {
    this.folded = !this.folded;
  }

  /** Shows another place, from its beginning. */
  async #changePlace(): Promise<void> {
    this.requestUpdate();
    await this.updateComplete;
    const shown = this.#address.place === PLACES[0] ? 'main' : 'demo-place-outlet';
    const target = this.renderRoot.querySelector<LitElement>(shown)!;
    await target.updateComplete;
    target.focus({ preventScroll: true });
    scrollTo(0, 0);
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
    this.renderRoot.querySelector<KeyList>('demo-key-list')!.toggle();
  }
}
