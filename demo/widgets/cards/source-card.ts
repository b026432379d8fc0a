import { css, html, LitElement } from 'lit';
import type { Session } from '../../session/session.js';
import { BUILTIN_SOUNDS } from '../../sound/builtin-sounds.js';
import type { DemoState } from '../../state.js';
import type { MenuSection } from '../controls/menu.js';
import type { ChooseEvent } from '../controls/segmented-control.js';
import { sharedStyles } from '../controls/styles.js';
import type { SeekEvent } from '../scopes/clip-view.js';
import { OpenFileEvent } from './model-card.js';

/** What is played: a built-in sound with its overview, a file by its name, or the microphone. */
export class SourceCard extends LitElement {
  static override properties = { session: { attribute: false }, state: { attribute: false } };

  static override styles = [
    sharedStyles,
    css`
      demo-menu {
        margin: -4px -8px;
        font-size: 13px;
      }
      .clip demo-menu {
        display: inline-block;
        max-width: 100%;
        margin-bottom: -6px;
      }
      demo-clip-view {
        height: 20px;
      }
      .name,
      .about {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .about {
        color: var(--muted);
        font-size: 12px;
      }
    `,
  ];

  declare session: Session;
  declare state: DemoState;

  protected override render(): unknown {
    const { session, state } = this;
    if (state.source === 'microphone' && state.microphone) {
      return html`
        <demo-microphone-card
          .microphone=${state.microphone}
          .choices=${state.microphones}
          @choose=${({ choice }: ChooseEvent) => session.sources.chooseMicrophone(choice)}
        ></demo-microphone-card>
      `;
    }
    if (state.source === 'file' && state.file) {
      return html`
        <demo-menu label="File" .sections=${FILE_MENU} @choose=${() => this.dispatchEvent(new OpenFileEvent('sound'))}>
          <span class="name">${state.file.name}</span>
          <span class="about">repeats, mono into the model</span>
        </demo-menu>
      `;
    }
    return html`
      <div class="clip">
        <demo-menu
          label="Sounds"
          .sections=${soundSections(state.clipId)}
          @choose=${({ choice }: ChooseEvent) => session.sources.chooseClip(choice)}
        >
          ${BUILTIN_SOUNDS.find(({ id }) => id === state.clipId)?.name}
        </demo-menu>
        <demo-clip-view
          .live=${session.live}
          .sound=${state.clip}
          .position=${() => session.sources.seconds}
          @seek=${(event: SeekEvent) => session.sources.seek(event.seconds)}
        ></demo-clip-view>
      </div>
    `;
  }
}

const FILE_MENU: readonly MenuSection[] = [
  { items: [{ value: 'open', label: 'Open another file…', about: 'or drop it anywhere' }] },
];

function soundSections(chosen: string): MenuSection[] {
  return [
    {
      items: BUILTIN_SOUNDS.map(({ id, name, about }) => ({ value: id, label: name, about, checked: id === chosen })),
    },
  ];
}
