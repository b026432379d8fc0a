import { css, html, LitElement, nothing } from 'lit';
import type { Control, ControlValues } from '../../../src/index.js';
import { BUILTIN_MODELS } from '../../builtin-models.js';
import { formatDb, formatPercent } from '../../format.js';
import type { Session } from '../../session/session.js';
import { DEFAULT_DRIVE_DB, type DemoState, heardSlot } from '../../state.js';
import type { TurnEvent } from '../controls/knob.js';
import { panelStyles, sharedStyles } from '../controls/styles.js';

/** Gain before the network, gain after it, and how much of it is heard. */
export class KnobPanel extends LitElement {
  static override properties = { session: { attribute: false }, state: { attribute: false } };

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

  declare session: Session;
  declare state: DemoState;

  protected override render(): unknown {
    const { session, state } = this;
    const slot = state.slots[heardSlot(state)];
    const controls = slot.model?.info.controls ?? [];
    return html`
      <div class="knobs" role="group" aria-label="Gains and mix">
        <demo-knob
          label="Drive"
          min="-24"
          max="24"
          step="1"
          .value=${state.driveDb}
          .defaultValue=${DEFAULT_DRIVE_DB}
          .format=${formatDb}
          @turn=${(event: TurnEvent) => session.tone.setDriveDb(event.value)}
        ></demo-knob>
        <demo-knob
          label="Level"
          min="-36"
          max="24"
          step="1"
          .value=${slot.levelDb}
          .defaultValue=${BUILTIN_MODELS[slot.model?.builtinIndex ?? -1]?.levelDb ?? 0}
          .format=${formatDb}
          @turn=${(event: TurnEvent) => session.models.setLevelDb(event.value)}
        ></demo-knob>
        <demo-knob
          label="Mix"
          min="0"
          max="1"
          step="0.05"
          .value=${state.mix}
          .defaultValue=${1}
          .format=${formatPercent}
          @turn=${(event: TurnEvent) => session.tone.setMix(event.value)}
        ></demo-knob>
      </div>
      ${controls.length > 0 ? this.#controls(controls, slot.controls) : nothing}
    `;
  }

  /** Knobs of the device that the model has learned. */
  #controls(controls: readonly Control[], values: ControlValues): unknown {
    return html`
      <div class="knobs own" role="group" aria-label="Controls of the model">
        ${controls.map(
          (control) => html`
            <demo-knob
              label=${control.label ?? control.name}
              .min=${control.minimum}
              .max=${control.maximum}
              .step=${(control.maximum - control.minimum) / 20}
              .value=${values[control.name] ?? control.default}
              .defaultValue=${control.default}
              .format=${(value: number) => formatControl(control, value)}
              @turn=${(event: TurnEvent) => this.session.models.setControl(control.name, event.value)}
            ></demo-knob>
          `,
        )}
      </div>
    `;
  }
}

/** A value in the control's own unit; without one, of a control from 0 to 1, in tenths as on an amplifier's dial. */
function formatControl({ minimum, maximum, unit }: Control, value: number): string {
  if (unit) return `${Number(value.toPrecision(3))}\u00a0${unit}`;
  return minimum === 0 && maximum === 1 ? (value * 10).toFixed(1) : String(Number(value.toPrecision(3)));
}
