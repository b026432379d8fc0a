import { css, html, LitElement, nothing } from 'lit';
import type { Session } from '../../session/session.js';
import type { DemoState, SourceKind } from '../../state.js';
import { pauseIcon, playIcon } from '../controls/icons.js';
import { sharedStyles } from '../controls/styles.js';
import { type ChooseEvent, OpenFileEvent, type SeekEvent } from '../events.js';
import type { ForgetModelEvent } from '../rig/rig-events.js';
import type { LoopEvent } from '../scopes/file-view.js';

const SOURCES = [
  { value: 'clip', label: 'Sound' },
  { value: 'file', label: 'File' },
  { value: 'microphone', label: 'Mic', name: 'Microphone' },
];

/** What a player touches first: play, presets and tools, then the rig with both of its ends. */
export class SignalStrip extends LitElement {
  static override properties = { session: { attribute: false }, state: { attribute: false } };

  static override styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        gap: 12px;
      }
      .card {
        display: flex;
        flex-direction: column;
        gap: 12px;
        padding: 10px 12px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      .card.selected {
        border-color: var(--wet);
      }
      .input.selected {
        border-color: var(--dry);
      }
      .input {
        width: 210px;
      }
      .output {
        width: 166px;
      }
      .name {
        height: 32px;
        padding: 0;
        font-size: 15px;
        font-weight: 650;
        text-align: left;
      }
      demo-file-view {
        padding: 10px 16px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--panel);
      }
      @media (max-width: 600px) {
        .card {
          width: auto;
          height: 100%;
          background: var(--panel);
        }
        demo-preset-row,
        demo-file-view {
          margin: 0 12px;
        }
      }
      @media (forced-colors: active) {
        .card.selected {
          border: 3px solid Highlight;
        }
      }
    `,
  ];

  declare session: Session;
  declare state: DemoState;
  readonly #position = (): number => this.session.sources.seconds;

  protected override render(): unknown {
    const { session, state } = this;
    const { rig, recent } = state;
    const playing = state.playback === 'playing';
    return html`
      <demo-preset-row .rig=${rig} .actions=${session.rig}>
        <demo-round-button
          slot="play"
          class="play"
          label=${playing ? 'Pause' : 'Play'}
          .busy=${state.playback === 'starting'}
          @click=${() => session.playback.toggle()}
        >
          ${playing ? pauseIcon : playIcon}
        </demo-round-button>
        <demo-tuner-chip
          .live=${session.live}
          .on=${state.tuning}
          @toggletuner=${() => session.tone.toggleTuner()}
        ></demo-tuner-chip>
        <demo-take-away-chip
          .recording=${state.recording}
          .recordable=${playing}
          .rendering=${state.rendering}
          .fileName=${state.file?.name ?? null}
          @choose=${({ choice }: ChooseEvent) => this.#takeAway(choice)}
          @stoprecording=${() => session.takeAway.toggleRecording()}
          @cancelrendering=${() => session.takeAway.cancelRendering()}
        ></demo-take-away-chip>
      </demo-preset-row>
      <demo-rig-strip
        .rig=${rig}
        .actions=${session.rig}
        .recent=${recent}
        @forgetmodel=${({ id }: ForgetModelEvent) => session.recent.forget(id)}
      >
        ${this.#input()} ${this.#output()}
      </demo-rig-strip>
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
    `;
  }

  #input(): unknown {
    const { session, state } = this;
    return html`
      <div slot="input" class="card input ${state.rig.selected === 'input' ? 'selected' : ''}">
        ${this.#name('input', 'Input')}
        <demo-segmented-control
          label="Source"
          .options=${SOURCES}
          .value=${state.source}
          @choose=${(event: ChooseEvent) => this.#chooseSource(event.choice as SourceKind)}
        ></demo-segmented-control>
        <demo-source-card
          .live=${session.live}
          .state=${state}
          .position=${this.#position}
          @chooseclip=${({ choice }: ChooseEvent) => session.sources.chooseClip(choice)}
          @choosemicrophone=${({ choice }: ChooseEvent) => session.sources.chooseMicrophone(choice)}
          @seek=${({ seconds }: SeekEvent) => session.sources.seek(seconds)}
        ></demo-source-card>
      </div>
    `;
  }

  #output(): unknown {
    const { session, state } = this;
    return html`
      <div slot="output" class="card output ${state.rig.selected === 'output' ? 'selected' : ''}">
        ${this.#name('output', 'Output')}
        <demo-level-meters .live=${session.live}></demo-level-meters>
        <demo-bypass-button
          .bypassed=${state.rig.bypassed}
          @click=${() => session.rig.setRigBypass(!state.rig.bypassed)}
        ></demo-bypass-button>
      </div>
    `;
  }

  #name(id: 'input' | 'output', name: string): unknown {
    const selected = this.state.rig.selected === id;
    return html`
      <button class="name" aria-pressed=${selected} @click=${() => this.session.rig.select(id)}>${name}</button>
    `;
  }

  #takeAway(choice: string): void {
    const { takeAway } = this.session;
    const actions: Readonly<Record<string, () => Promise<void>>> = {
      record: () => takeAway.toggleRecording(),
      render: () => takeAway.renderFile(),
      link: () => takeAway.copyLink(),
      code: () => takeAway.copyCode(),
      embed: () => takeAway.copyEmbed(),
    };
    void actions[choice]?.();
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
