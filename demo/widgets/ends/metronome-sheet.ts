import { css, html, type PropertyValues } from 'lit';
import type { EndsState } from '../../ends-state.js';
import { formatDb } from '../../format.js';
import { FASTEST_BPM, MOST_BEATS, SLOWEST_BPM } from '../../practice/beats.js';
import type { Practice } from '../../session/practice.js';
import { closeIcon, pauseIcon, playIcon } from '../controls/icons.js';
import type { TurnEvent } from '../controls/knob.js';
import { chipStyles, rangeStyles, sharedStyles } from '../controls/styles.js';
import { Sheet } from './sheet.js';
import { sheetStyles } from './sheet-styles.js';

/** The metronome: tempo, taps, beats of a bar, accent, volume. Its clicks go to the loudspeaker alone. Emits `close`. */
export class MetronomeSheet extends Sheet {
  static override properties = {
    ...Sheet.properties,
    practice: { attribute: false },
    settings: { attribute: false },
  };

  static override styles = [
    sharedStyles,
    chipStyles,
    rangeStyles,
    sheetStyles,
    css`
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 10px 14px;
      }
      .tempo {
        min-width: 118px;
        font-size: 40px;
        font-weight: 650;
        line-height: 1.1;
      }
      .tempo small {
        color: var(--muted);
        font-size: 13px;
        font-weight: 400;
      }
      input[type='range'] {
        margin: 8px 0;
      }
      .tap {
        min-width: 84px;
        justify-content: center;
        height: 44px;
        /* Taps come faster than a double click that zooms. */
        touch-action: manipulation;
      }
      .bar {
        display: flex;
        gap: 6px;
        min-height: 14px;
        margin-top: 10px;
      }
      .bar i {
        width: 12px;
        height: 12px;
        border: 1px solid var(--muted);
        border-radius: 50%;
      }
      .bar i.now {
        border-color: var(--wet);
        background: var(--wet);
      }
      .step {
        display: grid;
        place-items: center;
        width: 34px;
        padding: 0;
      }
      demo-knob {
        --knob-size: 40px;
      }
      @media (forced-colors: active) {
        .bar i.now {
          background: Highlight;
        }
      }
    `,
  ];

  declare practice: Practice;
  declare settings: EndsState['metronome'];
  #request = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#request);
    this.#request = 0;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (this.open && this.settings.running && this.#request === 0)
      this.#request = requestAnimationFrame(this.#showBeat);
  }

  protected override render(): unknown {
    const { practice } = this;
    const { bpm, beats, accent, volumeDb, running } = this.settings;
    return html`
      <section popover="manual" data-keys="page" aria-label="Metronome">
        <div class="title">
          <h3>Metronome</h3>
          <button class="close" aria-label="Close the metronome" @click=${() => this.close()}>${closeIcon}</button>
        </div>
        <div class="row">
          <demo-round-button
            label=${running ? 'Stop the metronome' : 'Start the metronome'}
            @click=${() => practice.toggleMetronome()}
          >
            ${running ? pauseIcon : playIcon}
          </demo-round-button>
          <span class="tempo">${bpm} <small>bpm</small></span>
          <button class="chip tap" @pointerdown=${this.#tap} @click=${this.#tapByKey}>Tap</button>
          <demo-knob
            label="Click level"
            .min=${-40}
            .max=${6}
            .step=${1}
            .defaultValue=${-12}
            .value=${volumeDb}
            .format=${formatDb}
            @turn=${({ value }: TurnEvent) => practice.setMetronome({ volumeDb: value })}
          ></demo-knob>
        </div>
        <input
          type="range"
          min=${SLOWEST_BPM}
          max=${FASTEST_BPM}
          step="1"
          aria-label="Tempo"
          aria-valuetext="${bpm} beats per minute"
          .value=${String(bpm)}
          @input=${(event: InputEvent) => practice.setMetronome({ bpm: Number((event.target as HTMLInputElement).value) })}
        />
        <div class="row">
          <button class="chip step" aria-label="One beat less" @click=${() => practice.setMetronome({ beats: beats - 1 })}>
            −
          </button>
          <span>${beats === 1 ? '1 beat' : `${beats} beats`}</span>
          <button
            class="chip step"
            aria-label="One beat more"
            aria-disabled=${beats === MOST_BEATS}
            @click=${() => practice.setMetronome({ beats: beats + 1 })}
          >
            +
          </button>
          <label>
            <input
              type="checkbox"
              .checked=${accent}
              @change=${() => practice.setMetronome({ accent: !accent })}
            />
            Accent the first
          </label>
        </div>
        <div class="bar" aria-hidden="true">${Array.from({ length: beats }, () => html`<i></i>`)}</div>
      </section>
    `;
  }

  /** A tap counts when the finger comes down. */
  #tap(event: PointerEvent): void {
    if (event.button === 0) this.practice.tap();
  }

  #tapByKey(event: MouseEvent): void {
    if (event.detail === 0) this.practice.tap();
  }

  readonly #showBeat = (): void => {
    const { beat } = this.practice;
    this.renderRoot.querySelectorAll('.bar i').forEach((lamp, i) => {
      lamp.classList.toggle('now', i === beat);
    });
    this.#request = this.open && this.settings.running ? requestAnimationFrame(this.#showBeat) : 0;
  };
}
