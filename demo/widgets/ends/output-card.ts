import { css, html, LitElement, nothing } from 'lit';
import type { LiveSignals } from '../../audio/live-signals.js';
import { LEAST_VOLUME_DB, MOST_VOLUME_DB, type OutputState } from '../../ends-state.js';
import { formatDb, formatHz } from '../../format.js';
import type { Session } from '../../session/session.js';
import type { DemoState } from '../../state.js';
import type { TurnEvent } from '../controls/knob.js';
import type { MenuSection } from '../controls/menu.js';
import { sharedStyles } from '../controls/styles.js';
import type { ChooseEvent } from '../events.js';
import { cardStyles } from './card-styles.js';
import { wordsOfLate, wordsOfRoundTrip } from './health-words.js';

/** What the limiter takes away is shown from here on. */
const LEAST_LIMITED_DB = 0.5;
const TEXT_SECONDS = 0.25;
/** The id of the system's default in the menu, whose items have no empty values. */
const SYSTEM = 'system';

/** Where the sound goes, and at which level: device, meter, volume, limiter, howling, latency, gaps. */
export class OutputCard extends LitElement {
  static override properties = {
    session: { attribute: false },
    state: { attribute: false },
    limitedDb: { state: true },
  };

  static override styles = [
    sharedStyles,
    cardStyles,
    css`
      demo-menu {
        min-width: 0;
        margin: -4px -8px;
        font-size: 12px;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
        color: var(--muted);
        font-size: 12px;
        line-height: 1.6;
      }
      /* Where there is room for it, the page's header says the same. */
      @media (min-width: 900px) {
        .told {
          display: none;
        }
      }
    `,
  ];

  declare session: Session;
  declare state: DemoState;
  /** By how much the limiter turns the sound down now. */
  declare limitedDb: number;
  #unsubscribe: (() => void) | null = null;
  #sinceText = 0;

  constructor() {
    super();
    this.limitedDb = 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }

  protected override updated(): void {
    this.#unsubscribe ??= this.session.live.subscribe((live) => this.#follow(live));
  }

  protected override render(): unknown {
    const { session, state, limitedDb } = this;
    const { ends } = state;
    const limits = limitedDb >= LEAST_LIMITED_DB;
    return html`
      <section class="card" aria-label="Output">
        <div class="head">
          <h3>Output</h3>
          ${this.#device(ends.output)}
        </div>
        <demo-peak-bar label="Output level" signal="wet" .live=${session.live}></demo-peak-bar>
        <div class="row">
          <demo-knob
            label="Volume"
            .min=${LEAST_VOLUME_DB}
            .max=${MOST_VOLUME_DB}
            .step=${1}
            .value=${ends.volumeDb}
            .format=${formatDb}
            @turn=${({ value }: TurnEvent) => session.devices.setVolumeDb(value)}
          ></demo-knob>
          <ul class="grow">
            <li class="limiter">
              <span class="lamp ${limits ? 'lit' : ''}"></span>limiter ${limits ? `−${Math.round(limitedDb)} dB` : 'idle'}
            </li>
            ${
              ends.howlHz === null
                ? nothing
                : html`<li class="howl"><span class="lamp lit"></span>howling at ${formatHz(ends.howlHz)}, turned down</li>`
            }
            ${ends.stalled ? html`<li><span class="lamp lit"></span>the browser stopped the sound</li>` : nothing}
            <li class="told">${wordsOfRoundTrip(ends.roundTrip)}</li>
            <li class="told">${wordsOfLate(ends.late)}</li>
          </ul>
        </div>
      </section>
    `;
  }

  #device(output: OutputState): unknown {
    const inUse = output.choices.find(({ deviceId }) => deviceId === output.deviceId);
    const name = inUse?.label ?? "system's output";
    if (!output.choosable) {
      return html`<span class="quiet" title="This browser lets no page choose an output.">the system's output</span>`;
    }
    return html`
      <demo-menu
        class="device"
        label="Outputs"
        .sections=${sections(output)}
        @choose=${({ choice }: ChooseEvent) => this.session.devices.chooseOutput(choice === SYSTEM ? '' : choice)}
      >
        <span title=${name}>${name}</span>
      </demo-menu>
    `;
  }

  #follow(live: LiveSignals): void {
    this.#sinceText += live.elapsedSeconds;
    if (this.#sinceText < TEXT_SECONDS) return;
    this.#sinceText = 0;
    this.limitedDb = Math.round(live.network.limitedDb * 2) / 2;
  }
}

function sections({ choices, deviceId }: OutputState): MenuSection[] {
  const all = choices.length > 0 ? choices : [{ deviceId: '', label: "System's output" }];
  const named = all.some(({ label }) => !/^Output \d+$/.test(label));
  const items = all.map((choice) => ({
    value: choice.deviceId || SYSTEM,
    label: choice.label,
    checked: choice.deviceId === deviceId,
  }));
  const hint = { value: 'hint', label: 'Open the microphone to see others', disabled: true };
  return [{ items }, { items: named && choices.length > 0 ? [] : [hint] }];
}
