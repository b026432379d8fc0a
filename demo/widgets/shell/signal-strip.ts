import { css, html, LitElement, nothing } from 'lit';
import type { Session } from '../../session/session.js';
import { type DemoState, heardSlot } from '../../state.js';
import type { ChooseModelEvent, ChooseSizeEvent } from '../cards/model-card.js';
import { pauseIcon, playIcon } from '../controls/icons.js';
import { panelStyles, sharedStyles } from '../controls/styles.js';
import type { RemoveEvent, SeekEvent } from '../events.js';
import type { LoopEvent } from '../scopes/file-view.js';

/** The signal path from left to right: source, model, levels. */
export class SignalStrip extends LitElement {
  static override properties = { session: { attribute: false }, state: { attribute: false } };

  static override styles = [
    sharedStyles,
    panelStyles,
    css`
      :host {
        padding-bottom: 14px;
      }
      .strip {
        display: grid;
        grid-template-columns: minmax(330px, 1.6fr) auto auto minmax(200px, 1.2fr) auto auto minmax(240px, 1.2fr);
        align-items: center;
        gap: 14px;
        min-height: 40px;
      }
      .then {
        width: 14px;
        height: 14px;
        color: var(--muted);
        opacity: 0.7;
      }
      demo-file-view,
      demo-sound-chain {
        margin-top: 14px;
      }

      @media (max-width: 1099px) {
        .strip {
          grid-template-columns: 40px minmax(0, 1fr) auto;
          row-gap: 16px;
        }
        .then {
          display: none;
        }
        demo-input-card,
        demo-output-card {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  declare session: Session;
  declare state: DemoState;
  readonly #position = (): number => this.session.sources.seconds;

  protected override render(): unknown {
    const { session, state } = this;
    const { model } = state.slots[heardSlot(state)];
    const playing = state.playback === 'playing';
    return html`
      <div class="strip">
        <demo-input-card .session=${session} .state=${state}></demo-input-card>
        <demo-round-button
          class="play"
          label=${playing ? 'Pause' : 'Play'}
          .busy=${state.playback === 'starting'}
          @click=${() => session.playback.toggle()}
        >
          ${playing ? pauseIcon : playIcon}
        </demo-round-button>
        ${then}
        <demo-model-card
          .model=${model}
          .recent=${state.recent}
          .opening=${state.opening}
          @choosemodel=${({ choice }: ChooseModelEvent) => session.models.choose(choice)}
          @choosesize=${({ size }: ChooseSizeEvent) => session.models.setSize(size)}
          @removeitem=${({ choice }: RemoveEvent) => session.recent.forget(choice)}
        ></demo-model-card>
        ${then}
        <demo-bypass-button .bypassed=${state.bypassed} @click=${() => session.tone.toggleBypass()}></demo-bypass-button>
        <demo-output-card .session=${session} .state=${state}></demo-output-card>
      </div>
      ${
        state.source === 'file' && state.file
          ? html`
              <demo-file-view
                .live=${session.live}
                .sound=${state.file}
                .loop=${state.loop}
                .position=${this.#position}
                @seek=${({ seconds }: SeekEvent) => session.sources.seek(seconds)}
                @loop=${({ loop }: LoopEvent) => session.sources.setLoop(loop)}
              ></demo-file-view>
            `
          : nothing
      }
      <demo-sound-chain .session=${session} .state=${state}></demo-sound-chain>
    `;
  }
}

/** An arrow: the signal goes on to the right. */
const then = html`
  <svg class="then" viewBox="0 0 14 14" aria-hidden="true">
    <path
      d="M5 2.5l4.5 4.5L5 11.5"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </svg>
`;
