import { css, html, LitElement } from 'lit';
import type { OutputMode } from '../../../src/index.js';
import { formatDb } from '../../format.js';
import type { ModelState } from '../../model-state.js';
import { comparison, firstBlock, firstCabinet, heardModel } from '../../rig-selectors.js';
import type { Session } from '../../session/session.js';
import { DEFAULT_GATE_DB, NO_CABINET_ID } from '../../session/tone-controls.js';
import { CABINETS } from '../../sound/cabinets.js';
import type { DemoState } from '../../state.js';
import type { GateEvent } from '../cards/gate-chip.js';
import { modelSections, readModelMenu } from '../cards/model-menu.js';
import type { BlendEvent } from '../controls/compare-fader.js';
import type { MenuSection } from '../controls/menu.js';
import { sharedStyles } from '../controls/styles.js';
import { type ChooseEvent, OpenFileEvent } from '../events.js';

const OPEN_RESPONSE = 'open';

const OUTPUT_MODES: readonly { readonly mode: OutputMode; readonly label: string; readonly about: string }[] = [
  { mode: 'normalized', label: 'Normalized', about: 'all models equally loud' },
  { mode: 'raw', label: 'Raw', about: 'as loud as the file makes it' },
  { mode: 'calibrated', label: 'Calibrated', about: 'as loud as the device itself' },
];

/** What surrounds the model, in the order of the signal: tuner, gate, comparison, output, cabinet. */
export class SoundChain extends LitElement {
  static override properties = { session: { attribute: false }, state: { attribute: false } };

  static override styles = [
    sharedStyles,
    css`
      .chain {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
      }
      .end {
        margin-left: auto;
      }
      .muted {
        color: var(--muted);
      }
      /* Above the veil that covers the page while files are dragged over it. */
      .cabinet {
        position: relative;
        z-index: 11;
        border-radius: 999px;
        background: var(--panel);
      }
      demo-menu.dropping {
        outline: 2px dashed var(--wet);
        outline-offset: 2px;
      }
      @media (max-width: 599px) {
        .end {
          margin-left: 0;
        }
      }
      /* In a narrow window the value alone has to do. */
      @media (max-width: 899px) {
        .told {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
      }
    `,
  ];

  declare session: Session;
  declare state: DemoState;

  protected override render(): unknown {
    const { session, state } = this;
    const { tone, models } = session;
    const heard = heardModel(state);
    const model = heard?.state?.model ?? null;
    const level = heard?.block.level ?? 'normalized';
    const compared = comparison(state);
    const gate = firstBlock(state.rig.document, 'gate');
    const thresholdDb = gate?.type === 'gate' && !gate.bypass ? Number(gate.thresholdDb ?? DEFAULT_GATE_DB) : null;
    const cabinet = firstCabinet(state.rig.document);
    const shown = cabinet && !cabinet.bypass ? state.rig.blocks[cabinet.id as string] : undefined;
    return html`
      <div class="chain" role="group" aria-label="Around the model">
        <demo-tuner-chip
          .live=${session.live}
          .on=${state.tuning}
          @toggletuner=${() => tone.toggleTuner()}
        ></demo-tuner-chip>
        <demo-gate-chip
          .thresholdDb=${thresholdDb}
          .defaultDb=${DEFAULT_GATE_DB}
          @gate=${({ thresholdDb }: GateEvent) => tone.setGateDb(thresholdDb)}
        ></demo-gate-chip>
        <demo-compare-fader
          .nameA=${compared?.a?.state?.title ?? model?.name ?? null}
          .nameB=${compared?.b?.state?.title ?? null}
          .sections=${modelSections(null, state.recent)}
          .blend=${compared?.blend ?? 0}
          @choose=${this.#compare}
          @blend=${({ blend }: BlendEvent) => models.setBlend(blend)}
          @endcomparison=${() => models.endComparison()}
        ></demo-compare-fader>
        <demo-menu
          chip
          class="output"
          label="Output level"
          .sections=${outputSections(level, model)}
          @choose=${({ choice }: ChooseEvent) => tone.setOutputMode(choice as OutputMode)}
        >
          <span class="muted told">Output</span> ${OUTPUT_MODES.find(({ mode }) => mode === level)?.label}
        </demo-menu>
        <demo-menu
          chip
          class="cabinet"
          label="Cabinet"
          .sections=${cabinetSections(shown?.cabinetId ?? NO_CABINET_ID)}
          @choose=${this.#chooseCabinet}
          @dragenter=${this.#markDrop}
          @dragleave=${this.#unmarkDrop}
          @drop=${this.#dropResponse}
        >
          <span class="muted">Cabinet</span> ${shown?.title ?? 'none'}
        </demo-menu>
        <demo-take-away-chip
          class="end"
          .recording=${state.recording}
          .recordable=${state.playback === 'playing'}
          .rendering=${state.rendering}
          .fileName=${state.file?.name ?? null}
          @choose=${({ choice }: ChooseEvent) => this.#takeAway(choice)}
          @stoprecording=${() => session.takeAway.toggleRecording()}
          @cancelrendering=${() => session.takeAway.cancelRendering()}
        ></demo-take-away-chip>
      </div>
    `;
  }

  #compare({ choice: value }: ChooseEvent): void {
    const choice = readModelMenu(value);
    if (choice.kind === 'builtin' || choice.kind === 'recent') void this.session.models.compareWith(choice);
  }

  #chooseCabinet({ choice }: ChooseEvent): void {
    if (choice === OPEN_RESPONSE) this.dispatchEvent(new OpenFileEvent('cabinet'));
    else this.session.tone.chooseCabinet(choice);
  }

  #markDrop(event: DragEvent): void {
    if (event.dataTransfer?.types.includes('Files')) (event.currentTarget as HTMLElement).classList.add('dropping');
  }

  #unmarkDrop(event: DragEvent): void {
    (event.currentTarget as HTMLElement).classList.remove('dropping');
  }

  /** Uses a file that is dropped here as an impulse response, and keeps the page from opening it as a sound. */
  #dropResponse(event: DragEvent): void {
    this.#unmarkDrop(event);
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    void this.session.tone.openCabinet(file);
  }

  #takeAway(choice: string): void {
    const { takeAway } = this.session;
    const actions: Readonly<Record<string, () => Promise<void>>> = {
      record: () => takeAway.toggleRecording(),
      render: () => takeAway.renderFile(),
      link: () => takeAway.copyLink(),
      code: () => takeAway.copyCode(),
      files: () => takeAway.saveCodeFiles(),
      embed: () => takeAway.copyEmbed(),
    };
    void actions[choice]?.();
  }
}

/** The modes with their gain for the model; calibrated is disabled if the file does not name its levels. */
function outputSections(chosen: OutputMode, model: ModelState | null): MenuSection[] {
  return [
    {
      items: OUTPUT_MODES.map(({ mode, label, about }) => {
        const gainDb = model?.info.outputGainsDb[mode] ?? null;
        const known = gainDb !== null;
        return {
          value: mode,
          label: known ? `${label} (${formatDb(gainDb)})` : label,
          about: known || !model ? about : 'this file does not name its level',
          checked: mode === chosen,
          disabled: !known && mode === 'calibrated',
        };
      }),
    },
  ];
}

function cabinetSections(chosen: string): MenuSection[] {
  const builtins = CABINETS.map(({ id, name, about }) => ({ value: id, label: name, about, checked: id === chosen }));
  return [
    { items: [{ value: NO_CABINET_ID, label: 'None', checked: chosen === NO_CABINET_ID }, ...builtins] },
    { items: [{ value: OPEN_RESPONSE, label: 'Open an impulse response…', about: 'a WAV file; or drop it here' }] },
  ];
}
