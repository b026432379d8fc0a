import { css, html, LitElement } from 'lit';
import { formatHz } from '../../format.js';
import type { MicrophoneChoice, MicrophoneState } from '../../state.js';
import { sharedStyles } from '../controls/styles.js';
import { ChooseEvent } from '../events.js';

/** The open microphone: its name, format and voice processing, on a menu of the others. Emits ChooseEvent. */
export class MicrophoneCard extends LitElement {
  static override properties = { microphone: { attribute: false }, choices: { attribute: false } };

  static override styles = [
    sharedStyles,
    css`
      demo-menu {
        margin: -4px -8px;
      }
      .name,
      .facts {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .facts {
        color: var(--muted);
        font-size: 12px;
      }
      .dot {
        display: inline-block;
        width: 8px;
        height: 8px;
        margin-right: 6px;
        border-radius: 50%;
        background: var(--fine);
      }
      .altered .dot {
        background: var(--wrong);
      }
    `,
  ];

  declare microphone: MicrophoneState;
  declare choices: readonly MicrophoneChoice[];

  constructor() {
    super();
    this.choices = [];
  }

  protected override render(): unknown {
    const { label, deviceId, channels, sampleRateHz, processing } = this.microphone;
    const form = [
      channels === undefined ? '' : channels === 1 ? 'mono' : `${channels} ch`,
      sampleRateHz === undefined ? '' : formatHz(sampleRateHz),
    ];
    const treatment = processing.length === 0 ? 'unprocessed' : `with ${processing.join(', ')}`;
    const facts = [treatment, ...form].filter((fact) => fact !== '').join(' · ');
    const items = this.choices.map((choice) => ({
      value: choice.deviceId,
      label: choice.label,
      checked: choice.deviceId === deviceId,
    }));
    return html`
      <demo-menu
        label="Microphones"
        class=${processing.length === 0 ? '' : 'altered'}
        .sections=${[{ items }]}
        @choose=${({ choice }: ChooseEvent) => this.dispatchEvent(new ChooseEvent(choice))}
      >
        <span class="name" title=${label}><span class="dot"></span>${label}</span>
        <span class="facts" title=${facts}>${facts}</span>
      </demo-menu>
    `;
  }
}
