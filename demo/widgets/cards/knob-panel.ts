import { css, html, LitElement, nothing } from 'lit';
import type { Control, ControlValues } from '../../../src/index.js';
import { formatDb, formatPercent } from '../../format.js';
import { DEFAULT_DRIVE_DB, LEAST_LEVEL_DB } from '../../state.js';
import type { TurnEvent } from '../controls/knob.js';
import { panelStyles, sharedStyles } from '../controls/styles.js';

/** The visitor turned one of the page's knobs. */
export class TurnKnobEvent extends Event {
  readonly knob: 'drive' | 'level' | 'mix';
  /** Drive and level in dB; mix is the wet share 0 … 1. */
  readonly value: number;

  constructor(knob: 'drive' | 'level' | 'mix', value: number) {
    super('turnknob');
    this.knob = knob;
    this.value = value;
  }
}

/** The visitor turned a control of the model. */
export class TurnControlEvent extends Event {
  readonly control: string;
  readonly value: number;

  constructor(control: string, value: number) {
    super('turncontrol');
    this.control = control;
    this.value = value;
  }
}

/**
 * Knobs for the gain before the network, the gain after it, the mix, and the model's own controls. Emits TurnKnobEvent and
 * TurnControlEvent.
 */
export class KnobPanel extends LitElement {
  static override properties = {
    driveDb: { type: Number },
    levelDb: { type: Number },
    defaultLevelDb: { type: Number },
    mix: { type: Number },
    controls: { attribute: false },
    values: { attribute: false },
  };

  static override styles = [
    sharedStyles,
    panelStyles,
    css`
      .knobs {
        display: grid;
        grid-template-columns: repeat(3, 1fr);
        justify-items: center;
        gap: 8px;
      }
      .own {
        margin-top: 12px;
        padding-top: 12px;
        border-top: 1px solid var(--line);
      }
      @media (max-width: 1099px) {
        :host {
          display: grid;
          align-content: center;
        }
        .knobs {
          --knob-size: 84px;
        }
      }
    `,
  ];

  declare driveDb: number;
  declare levelDb: number;
  declare defaultLevelDb: number;
  declare mix: number;
  /** The model's controls. */
  declare controls: readonly Control[];
  /** Their values, by name. */
  declare values: ControlValues;

  constructor() {
    super();
    this.driveDb = DEFAULT_DRIVE_DB;
    this.levelDb = 0;
    this.defaultLevelDb = 0;
    this.mix = 1;
    this.controls = [];
    this.values = {};
  }

  protected override render(): unknown {
    return html`
      <div class="knobs" role="group" aria-label="Gains and mix">
        <demo-knob
          label="Drive"
          min="-24"
          max="24"
          step="1"
          .value=${this.driveDb}
          .defaultValue=${DEFAULT_DRIVE_DB}
          .format=${formatDb}
          @turn=${({ value }: TurnEvent) => this.#turn('drive', value)}
        ></demo-knob>
        <demo-knob
          label="Level"
          min=${LEAST_LEVEL_DB}
          max="24"
          step="1"
          .value=${this.levelDb}
          .defaultValue=${this.defaultLevelDb}
          .format=${formatDb}
          @turn=${({ value }: TurnEvent) => this.#turn('level', value)}
        ></demo-knob>
        <demo-knob
          label="Mix"
          min="0"
          max="1"
          step="0.05"
          .value=${this.mix}
          .defaultValue=${1}
          .format=${formatPercent}
          @turn=${({ value }: TurnEvent) => this.#turn('mix', value)}
        ></demo-knob>
      </div>
      ${this.controls.length > 0 ? this.#modelKnobs() : nothing}
    `;
  }

  #turn(knob: 'drive' | 'level' | 'mix', value: number): void {
    this.dispatchEvent(new TurnKnobEvent(knob, value));
  }

  #modelKnobs(): unknown {
    return html`
      <div class="knobs own" role="group" aria-label="Controls of the model">
        ${this.controls.map(
          (control) => html`
            <demo-knob
              label=${control.label ?? control.name}
              .min=${control.minimum}
              .max=${control.maximum}
              .step=${(control.maximum - control.minimum) / 20}
              .value=${this.values[control.name] ?? control.default}
              .defaultValue=${control.default}
              .format=${(value: number) => formatControl(control, value)}
              @turn=${({ value }: TurnEvent) => this.dispatchEvent(new TurnControlEvent(control.name, value))}
            ></demo-knob>
          `,
        )}
      </div>
    `;
  }
}

/** A value in the control's own unit. Without a unit, a control from 0 to 1 reads 0.0 to 10.0, as on an amplifier's dial. */
function formatControl({ minimum, maximum, unit }: Control, value: number): string {
  if (unit) return `${Number(value.toPrecision(3))}\u00a0${unit}`;
  return minimum === 0 && maximum === 1 ? (value * 10).toFixed(1) : String(Number(value.toPrecision(3)));
}
