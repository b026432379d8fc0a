import { css, html, LitElement, nothing } from 'lit';
import type { Session } from '../../session/session.js';
import type { DemoState } from '../../state.js';
import { pauseIcon, playIcon } from '../controls/icons.js';
import { sharedStyles } from '../controls/styles.js';

import type { ChooseEvent, SeekEvent } from '../events.js';
import type { ForgetModelEvent } from '../rig/rig-events.js';

import type { LoopEvent } from '../scopes/file-view.js';

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
      .end {
        display: grid;
        align-content: space-between;
        gap: 12px;
        box-sizing: border-box;
        width: 216px;
        padding: 10px 12px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      .output {
        width: 190px;
      }
      demo-file-view {
        padding: 10px 16px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--panel);
      }
      @media (max-width: 600px) {
        demo-preset-row,
        demo-file-view {
          margin: 0 12px;
        }
        .end {
          width: 100%;
          height: 100%;
          background: var(--panel);
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
        <demo-player-tools .session=${session} .state=${state}></demo-player-tools>
        <demo-take-away-chip
          .rendering=${state.rendering}
          .fileName=${state.file?.name ?? null}
          @choose=${({ choice }: ChooseEvent) => this.#takeAway(choice)}
          @cancelrendering=${() => session.takeAway.cancelRendering()}
        ></demo-take-away-chip>
      </demo-preset-row>
      <demo-rig-strip .rig=${rig} .actions=${session.rig} .recent=${recent} @forgetmodel=${({ id }: ForgetModelEvent) => session.recent.forget(id)}>
        <div slot="input" class="end">
          <demo-input-card .session=${session} .state=${state}></demo-input-card>
        </div>
        <div slot="output" class="end output">
          <demo-output-card .session=${session} .state=${state}></demo-output-card>
          <demo-bypass-button
            .bypassed=${rig.bypassed}
            @click=${() => session.rig.setRigBypass(!rig.bypassed)}
          ></demo-bypass-button>
        </div>
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

  #takeAway(choice: string): void {
    const { takeAway } = this.session;
    const actions: Readonly<Record<string, () => Promise<void>>> = {
      render: () => takeAway.renderFile(),
      link: () => takeAway.copyLink(),
      code: () => takeAway.copyCode(),
      files: () => takeAway.saveCodeFiles(),
      embed: () => takeAway.copyEmbed(),
    };
    void actions[choice]?.();
  }
}
