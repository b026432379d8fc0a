import { css, html, LitElement, nothing } from 'lit';
import { type EndsState, MOST_TRIM_DB, type Socket } from '../../ends-state.js';
import { formatDb } from '../../format.js';
import { isSame } from '../../session/microphone-events.js';
import type { Session } from '../../session/session.js';
import type { DemoState, SourceKind } from '../../state.js';
import type { TurnEvent } from '../controls/knob.js';
import { chipStyles, sharedStyles } from '../controls/styles.js';
import { type ChooseEvent, OpenFileEvent, type SeekEvent } from '../events.js';
import { cardStyles } from './card-styles.js';

const SOURCES = [
  { value: 'clip', label: 'Sound' },
  { value: 'file', label: 'File' },
  { value: 'microphone', label: 'Mic', name: 'Microphone' },
];

const SOCKETS: Readonly<Record<string, Socket>> = { auto: 'auto', left: 0, right: 1, both: 'mix' };

/** Where the sound comes from, and at which level: source, device, socket, trim, and a meter with the zone to reach. */
export class InputCard extends LitElement {
  static override properties = { session: { attribute: false }, state: { attribute: false } };

  static override styles = [
    sharedStyles,
    chipStyles,
    cardStyles,
    css`
      demo-source-card {
        min-height: 42px;
      }
      .trim {
        --wet: var(--dry);
      }
      .sockets {
        font-size: 12px;
      }
    `,
  ];

  declare session: Session;
  declare state: DemoState;
  readonly #position = (): number => this.session.sources.seconds;

  protected override render(): unknown {
    const { session, state } = this;
    const { sources, devices } = session;
    const { ends, source } = state;
    return html`
      <section class="card wide" aria-label="Input">
        <div class="head">
          <h3>Input</h3>
          <span class="quiet">${whereFrom(state)}</span>
        </div>
        <div class="card">
          <demo-segmented-control
            label="Source"
            .options=${SOURCES}
            .value=${source}
            @choose=${({ choice }: ChooseEvent) => this.#chooseSource(choice as SourceKind)}
          ></demo-segmented-control>
          <demo-source-card
            .live=${session.live}
            .state=${state}
            .position=${this.#position}
            @chooseclip=${({ choice }: ChooseEvent) => sources.chooseClip(choice)}
            @choosemicrophone=${({ choice }: ChooseEvent) => sources.chooseMicrophone(choice)}
            @seek=${({ seconds }: SeekEvent) => sources.seek(seconds)}
          ></demo-source-card>
          ${source === 'microphone' ? this.#microphone(ends) : nothing}
        </div>
        <div class="row">
          <demo-knob
            class="trim"
            label="Trim"
            .min=${-MOST_TRIM_DB}
            .max=${MOST_TRIM_DB}
            .step=${1}
            .value=${ends.trimsDb[source]}
            .format=${formatDb}
            @turn=${({ value }: TurnEvent) => devices.setTrimDb(value)}
          ></demo-knob>
          <demo-peak-bar class="grow" label="Input level" signal="dry" ?target=${source !== 'clip'} .live=${session.live}></demo-peak-bar>
        </div>
      </section>
    `;
  }

  #microphone({ microphoneStatus, socket, heardChannel }: EndsState): unknown {
    if (microphoneStatus === 'lost') return html`<div class="problem">Unplugged: nothing goes in.</div>`;
    if (microphoneStatus === 'back') {
      return html`
        <div class="problem">
          Plugged in again.
          <button class="chip" @click=${() => this.#useAgain()}>Use it again</button>
        </div>
      `;
    }
    if ((this.state.microphone?.channels ?? 1) < 2) return nothing;
    const value = Object.keys(SOCKETS).find((name) => SOCKETS[name] === socket);
    return html`
      <demo-segmented-control
        class="sockets"
        label="Socket"
        .options=${socketOptions(socket, heardChannel)}
        .value=${value}
        @choose=${({ choice }: ChooseEvent) => this.session.sources.setSocket(SOCKETS[choice])}
      ></demo-segmented-control>
    `;
  }

  /** Its id may have changed with the socket of the computer. */
  #useAgain(): void {
    const { microphone, microphones } = this.state;
    const device = microphones.find((choice) => microphone && isSame(choice, microphone));
    void this.session.sources.chooseMicrophone(device?.deviceId);
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

function socketOptions(socket: Socket, heard: EndsState['heardChannel']): { value: string; label: string }[] {
  const found = heard === null ? '' : ` · ${nameOf(heard)}`;
  return [
    { value: 'auto', label: socket === 'auto' ? `Auto${found}` : 'Auto' },
    { value: 'left', label: 'L' },
    { value: 'right', label: 'R' },
    { value: 'both', label: 'L+R' },
  ];
}

function nameOf(channel: 0 | 1 | 'mix'): string {
  return channel === 'mix' ? 'L+R' : channel === 0 ? 'L' : 'R';
}

/** `in 2` for the second socket of an interface. */
function whereFrom({ source, microphone, ends }: DemoState): string {
  if (source !== 'microphone' || (microphone?.channels ?? 1) < 2 || ends.heardChannel === null) return '';
  return ends.heardChannel === 'mix' ? 'in 1 + 2' : `in ${ends.heardChannel + 1}`;
}
