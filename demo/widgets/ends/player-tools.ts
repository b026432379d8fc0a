import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { formatBytes, formatClock } from '../../format.js';
import type { MidiState } from '../../midi-state.js';
import type { Session } from '../../session/session.js';
import type { DemoState } from '../../state.js';
import type { MenuSection } from '../controls/menu.js';
import { chipStyles, sharedStyles } from '../controls/styles.js';
import type { ChooseEvent } from '../events.js';

/** Buttons for the player's tools: tuner, metronome, recording. */
export class PlayerTools extends LitElement {
  static override properties = {
    session: { attribute: false },
    state: { attribute: false },
    practising: { state: true },
  };

  static override styles = [
    sharedStyles,
    chipStyles,
    css`
      .tools {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .lamp {
        width: 10px;
        height: 10px;
        border: 1px solid var(--wrong);
        border-radius: 50%;
      }
      .on .lamp {
        background: var(--wrong);
      }
      .ticking {
        border-color: var(--wet);
        background: var(--wet);
      }
      .pair {
        display: flex;
      }
      .pair .chip {
        border-radius: 999px 0 0 999px;
        border-right: 0;
        padding-right: 10px;
      }
      .pair demo-menu {
        display: flex;
        align-items: center;
        border: 1px solid var(--line);
        border-radius: 0 999px 999px 0;
      }
      .pair demo-menu span {
        display: block;
        height: 16px;
      }
      .chip[aria-disabled='true'] {
        color: var(--muted);
        cursor: default;
      }
      @media (forced-colors: active) {
        .on .lamp {
          background: Highlight;
        }
      }
    `,
  ];

  declare session: Session;
  declare state: DemoState;
  /** Whether the metronome's sheet is open. */
  declare practising: boolean;

  constructor() {
    super();
    this.practising = false;
  }

  /** Both sheets lie at the same place. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('state') && this.state.tuning && !changed.get('state')?.tuning) this.practising = false;
  }

  protected override render(): unknown {
    const { session, state } = this;
    const { practice } = session;
    const { ends, tuning } = state;
    const { metronome } = ends;
    return html`
      <div class="tools">
        <button
          class="chip"
          aria-pressed=${tuning}
          title="Shows the note that goes in (T)"
          @click=${() => practice.toggleTuner()}
        >
          Tuner
        </button>
        <button
          class="chip"
          aria-label=${metronome.running ? `Metronome, ${metronome.bpm} bpm` : 'Metronome'}
          aria-expanded=${this.practising}
          title="Clicks that are heard and not recorded"
          @click=${() => this.#toggleMetronome()}
        >
          ${metronome.running ? html`<span class="lamp ticking"></span>${metronome.bpm} bpm` : 'Metronome'}
        </button>
        ${this.#record()} ${this.#midi()}
      </div>
      <demo-tuner-sheet
        .live=${session.live}
        .open=${tuning}
        .mutes=${ends.tunerMutes}
        @mutes=${() => practice.setTunerMutes(!ends.tunerMutes)}
        @close=${() => practice.toggleTuner()}
      ></demo-tuner-sheet>
      <demo-metronome-sheet
        .practice=${practice}
        .settings=${metronome}
        .open=${this.practising}
        @close=${() => {
          this.practising = false;
        }}
      ></demo-metronome-sheet>
    `;
  }

  #midi(): unknown {
    const { midi } = this.state;
    if (midi.status === 'off' || midi.status === 'asking') {
      return html`
        <button class="chip" title="Pedals and knobs with MIDI play the rig" @click=${() => this.session.midi.open()}>
          MIDI
        </button>
      `;
    }
    return html`
      <demo-menu chip label="MIDI" .sections=${midiSections(midi)} @choose=${this.#chooseMidi}>
        <span role="status">${MIDI_WORDS[midi.status]}</span>
      </demo-menu>
    `;
  }

  #chooseMidi({ choice }: ChooseEvent): void {
    const { midi } = this.session;
    if (choice === 'learn') midi.learn();
    else if (choice === 'forget') midi.forget();
    else if (choice === 'off') midi.close();
  }

  #toggleMetronome(): void {
    this.practising = !this.practising;
    if (this.practising && this.state.tuning) this.session.practice.toggleTuner();
  }

  #record(): unknown {
    const { state, session } = this;
    const { recording } = state.ends;
    if (recording) {
      return html`
        <button class="chip on" aria-label="Stop recording" @click=${() => session.recording.toggle()}>
          <span class="lamp"></span>${formatClock(recording.seconds)} · ${formatBytes(recording.bytes)}
        </button>
      `;
    }
    const recordable = state.playback === 'playing';
    return html`
      <span class="pair">
        <button
          class="chip"
          aria-disabled=${recordable ? nothing : 'true'}
          title=${recordable ? 'Records what you hear' : 'Press play first'}
          @click=${() => session.recording.toggle()}
        >
          <span class="lamp"></span>Record
        </button>
        <demo-menu label="Recording" .sections=${sections(state)} @choose=${this.#choose}>
          <span class="visually-hidden">What to record</span>
        </demo-menu>
      </span>
    `;
  }

  #choose({ choice }: ChooseEvent): void {
    const { recording } = this.session;
    if (choice === 'kept') void recording.saveKept();
    else recording.setDryBesideWet(choice === 'both');
  }
}

const MIDI_WORDS = { on: 'MIDI on', waiting: 'Turn a knob here', listening: 'Move a controller' } as const;

function midiSections({ status, inputs, mappings }: MidiState): MenuSection[] {
  const learns = status !== 'on';
  return [
    {
      items: [
        {
          value: 'learn',
          label: learns ? 'Stop learning' : 'Learn a knob or a switch',
          about: learns ? MIDI_WORDS[status as 'waiting'] : 'touch it here, then move the controller',
        },
        { value: 'forget', label: 'Forget what was learned', about: `${mappings} so far`, disabled: mappings === 0 },
        { value: 'off', label: 'MIDI off' },
      ],
    },
    {
      title: 'Inputs',
      items: (inputs.length > 0 ? inputs : ['None is plugged in']).map((label, n) => ({
        value: `input ${n}`,
        label,
        disabled: true,
      })),
    },
    { title: 'Program changes choose presets', items: [] },
  ];
}

function sections({ ends }: DemoState): MenuSection[] {
  const kept = ends.keptSeconds;
  return [
    {
      items: [
        { value: 'wet', label: 'What you hear', about: 'one WAV file', checked: !ends.dryBesideWet },
        {
          value: 'both',
          label: 'Dry beside wet',
          about: 'two WAV files that line up to the sample',
          checked: ends.dryBesideWet,
        },
      ],
    },
    {
      items:
        kept === null
          ? []
          : [
              {
                value: 'kept',
                label: 'Save the last recording',
                about: `${formatClock(kept)}, cut off as the page was left`,
              },
            ],
    },
  ];
}
