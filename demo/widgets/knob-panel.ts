import { css, html, LitElement } from 'lit';
import { formatDb, formatPercent } from '../format.js';
import type { Session } from '../session.js';
import { DEFAULT_DRIVE_DB, type DemoState, heardSlot } from '../state.js';
import type { TurnEvent } from './knob.js';
import { panelStyles, sharedStyles } from './shared-styles.js';

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
          .defaultValue=${0}
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
    `;
  }
}
