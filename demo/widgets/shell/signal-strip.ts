import { css, html, LitElement, nothing } from 'lit';
import { heardModel } from '../../rig-selectors.js';
import type { Session } from '../../session/session.js';
import type { DemoState, SourceKind } from '../../state.js';
import type { ChooseModelEvent, ChooseSizeEvent } from '../cards/model-card.js';
import { pauseIcon, playIcon } from '../controls/icons.js';
import { panelStyles, sharedStyles } from '../controls/styles.js';
import { type ChooseEvent, OpenFileEvent, type RemoveEvent, type SeekEvent } from '../events.js';
import type { LoopEvent } from '../scopes/file-view.js';

const SOURCES = [
  { value: 'clip', label: 'Sound' },
  { value: 'file', label: 'File' },
  { value: 'microphone', label: 'Microphone' },
];

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
        grid-template-columns: auto auto minmax(120px, 1.2fr) auto minmax(200px, 1.5fr) auto minmax(180px, 1.2fr) auto;
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
          grid-template-columns: auto 40px minmax(0, 1fr) auto;
          row-gap: 16px;
        }
        .then {
          display: none;
        }
        demo-source-card {
          grid-column: 3 / -1;
        }
        demo-model-card {
          grid-column: 1 / 3;
        }
      }

      @media (max-width: 599px) {
        .strip {
          grid-template-columns: 40px minmax(0, 1fr) auto;
        }
        demo-segmented-control,
        demo-model-card {
          grid-column: 1 / -1;
        }
        demo-source-card {
          grid-column: 2 / -1;
        }
        demo-level-meters {
          grid-column: 1 / 3;
        }
      }
    `,
  ];

  declare session: Session;
  declare state: DemoState;
  readonly #position = (): number => this.session.sources.seconds;

  protected override render(): unknown {
    const { session, state } = this;
    const model = heardModel(state)?.state?.model ?? null;
    const playing = state.playback === 'playing';
    return html`
      <div class="strip">
        <demo-segmented-control
          label="Source"
          .options=${SOURCES}
          .value=${state.source}
          @choose=${(event: ChooseEvent) => this.#chooseSource(event.choice as SourceKind)}
        ></demo-segmented-control>
        <demo-round-button
          class="play"
          label=${playing ? 'Pause' : 'Play'}
          .busy=${state.playback === 'starting'}
          @click=${() => session.playback.toggle()}
        >
          ${playing ? pauseIcon : playIcon}
        </demo-round-button>
        <demo-source-card
          .live=${session.live}
          .state=${state}
          .position=${this.#position}
          @chooseclip=${({ choice }: ChooseEvent) => session.sources.chooseClip(choice)}
          @choosemicrophone=${({ choice }: ChooseEvent) => session.sources.chooseMicrophone(choice)}
          @seek=${({ seconds }: SeekEvent) => session.sources.seek(seconds)}
        ></demo-source-card>
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
        <demo-level-meters .live=${session.live}></demo-level-meters>
        <demo-bypass-button .bypassed=${state.rig.bypassed} @click=${() => session.tone.toggleBypass()}></demo-bypass-button>
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

  /** Without a file, or if the file plays already, choosing File opens the file dialog. */
  #chooseSource(source: SourceKind): void {
    if (source === 'file' && (!this.state.file || this.state.source === 'file')) {
      this.dispatchEvent(new OpenFileEvent('sound'));
    } else {
      void this.session.sources.choose(source);
    }
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
