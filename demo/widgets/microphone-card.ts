import { css, html, LitElement } from 'lit';
import { formatHz } from '../format.js';
import type { MicrophoneState } from '../state.js';
import { sharedStyles } from './shared-styles.js';

/** What the browser gave for a microphone: its name, its form, and whether it left voice processing on. */
export class MicrophoneCard extends LitElement {
  static override properties = { microphone: { attribute: false } };

  static override styles = [
    sharedStyles,
    css`
      .name,
      .facts {
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

  protected override render(): unknown {
    const { label, channels, sampleRateHz, processing } = this.microphone;
    const form = [
      channels === undefined ? '' : channels === 1 ? 'mono' : `${channels} ch`,
      sampleRateHz === undefined ? '' : formatHz(sampleRateHz),
    ];
    const treatment = processing.length === 0 ? 'unprocessed' : `with ${processing.join(', ')}`;
    const facts = [treatment, ...form].filter((fact) => fact !== '').join(' · ');
    return html`
      <div class=${processing.length === 0 ? '' : 'altered'}>
        <div class="name" title=${label}><span class="dot"></span>${label}</div>
        <div class="facts" title=${facts}>${facts}</div>
      </div>
    `;
  }
}
