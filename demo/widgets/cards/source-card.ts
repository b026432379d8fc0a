import { css, html, LitElement } from 'lit';
import type { LiveSignals } from '../../audio/live-signals.js';
import { BUILTIN_SOUNDS } from '../../sound/builtin-sounds.js';
import type { DemoState } from '../../state.js';
import type { MenuSection } from '../controls/menu.js';
import { sharedStyles } from '../controls/styles.js';
import { ChooseEvent, OpenFileEvent, SeekEvent } from '../events.js';

/** The part of the state that the card shows. */
type SourceState = Pick<DemoState, 'source' | 'clipId' | 'clip' | 'file' | 'microphone' | 'microphones'>;

/**
 * What is played: a built-in sound with its overview, a file by its name, or the microphone. Emits the ChooseEvents
 * `chooseclip` and `choosemicrophone`, SeekEvent, and OpenFileEvent.
 */
export class SourceCard extends LitElement {
  static override properties = {
    live: { attribute: false },
    state: { attribute: false },
    position: { attribute: false },
  };

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

  declare live: LiveSignals | null;
  declare state: SourceState;
  /** Reads the position in the sound, in seconds. */
  declare position: () => number;

  constructor() {
    super();
    this.live = null;
    this.position = () => 0;
  }

  protected override render(): unknown {
    const { source, clipId, clip, file, microphone, microphones } = this.state;
    if (source === 'microphone' && microphone) {
      return html`
        <demo-microphone-card
          .microphone=${microphone}
          .choices=${microphones}
          @choose=${({ choice }: ChooseEvent) => this.dispatchEvent(new ChooseEvent(choice, 'choosemicrophone'))}
        ></demo-microphone-card>
      `;
    }
    if (source === 'file' && file) {
      return html`
        <demo-menu label="File" .sections=${FILE_MENU} @choose=${() => this.dispatchEvent(new OpenFileEvent('sound'))}>
          <span class="name">${file.name}</span>
          <span class="about">repeats, mono into the model</span>
        </demo-menu>
      `;
    }
    return html`
      <div class="clip">
        <demo-menu
          label="Sounds"
          .sections=${soundSections(clipId)}
          @choose=${({ choice }: ChooseEvent) => this.dispatchEvent(new ChooseEvent(choice, 'chooseclip'))}
        >
          ${BUILTIN_SOUNDS.find(({ id }) => id === clipId)?.name}
        </demo-menu>
        <demo-clip-view
          .live=${this.live}
          .sound=${clip}
          .position=${this.position}
          @seek=${({ seconds }: SeekEvent) => this.dispatchEvent(new SeekEvent(seconds))}
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
