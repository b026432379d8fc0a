import { html, LitElement, nothing } from 'lit';
import type { Control } from '../../../src/index.js';
import type { ModelBlock, RigBlock } from '../../../src/rig/index.js';
import { builtinOf } from '../../builtin-models.js';
import { formatDb } from '../../format.js';
import { COMPARISON_ID } from '../../rig-selectors.js';
import type { BlockState, RigActions, RigState } from '../../rig-state.js';
import type { RecentModel } from '../../state.js';
import type { TurnEvent } from '../controls/knob.js';
import { panelStyles, sharedStyles } from '../controls/styles.js';
import type { ChooseEvent } from '../events.js';
import { chooseComparison, compareSections } from './block-menu.js';
import { blockPanelStyles } from './block-panel-styles.js';
import { BLOCK_WORDS, titleOf } from './block-words.js';
import { bandsOf } from './filter-curve.js';
import { knobs } from './knob-row.js';
import { mainParametersOf, parametersOf } from './parameters.js';
import { positionOf } from './rig-places.js';

const LEVELS = [
  { value: 'normalized', label: 'Normalized' },
  { value: 'raw', label: 'Raw' },
  { value: 'calibrated', label: 'Calibrated' },
];
const RATES = [
  { value: '1', label: '1 ×' },
  { value: '2', label: '2 ×' },
  { value: '4', label: '4 ×' },
];
/** Words over the knobs of an equalizer's bands. */
const BAND_WORDS = ['low shelf', 'peak', 'peak', 'high shelf'];

/** All that can be set of the selected block. */
export class BlockPanel extends LitElement {
  static override properties = {
    rig: { attribute: false },
    actions: { attribute: false },
    recent: { attribute: false },
  };

  static override styles = [sharedStyles, panelStyles, blockPanelStyles];

  declare rig: RigState;
  declare actions: RigActions;
  declare recent: readonly RecentModel[];

  constructor() {
    super();
    this.recent = [];
  }

  protected override render(): unknown {
    const { selected, document } = this.rig;
    if (selected === 'input' || selected === 'output') return this.#end(selected);
    const block = positionOf(document, selected)?.block;
    if (!block) return html`<h2>The rig</h2><p class="about">Choose a block to see all of it.</p>`;
    const state = this.rig.blocks[selected];
    return html`
      <h2>${titleOf(block, state?.title)}</h2>
      <p class="about">${state?.problem ?? ((block.name && state?.title) || state?.about || BLOCK_WORDS[block.type].about)}</p>
      ${bandsOf(block).length > 0 ? html`<demo-curve-graph .block=${block} .actions=${this.actions}></demo-curve-graph>` : nothing}
      ${block.type === 'equalizer' ? this.#bands(block) : this.#knobs(block, state)}
      ${block.type === 'model' ? this.#model(block, state) : nothing}
    `;
  }

  /** The gain at one end of the rig. */
  #end(id: 'input' | 'output'): unknown {
    const input = id === 'input';
    return html`
      <h2>${input ? 'Input' : 'Output'}</h2>
      <p class="about">${input ? 'what the first block hears' : 'what the limiter and the loudspeakers get'}</p>
      <div class="knobs" role="group" aria-label=${input ? 'Input' : 'Output'}>
        <demo-knob
          class=${input ? 'dry' : ''}
          label=${input ? 'Trim' : 'Volume'}
          .min=${input ? -24 : -36}
          .max=${input ? 24 : 12}
          .step=${1}
          .value=${this.rig.document[id]?.gainDb ?? 0}
          .format=${formatDb}
          @turn=${({ value }: TurnEvent) => this.actions.set(id, { gainDb: value })}
        ></demo-knob>
      </div>
    `;
  }

  #knobs(block: RigBlock, state: BlockState | undefined): unknown {
    const parameters = parametersOf(block);
    const compared = positionOf(this.rig.document, block.id ?? '')?.path?.split === COMPARISON_ID;
    // Otherwise its card has all of them.
    if (!compared && parameters.length <= mainParametersOf(block).length) return nothing;
    const defaults = { outputDb: builtinOf(state?.model ?? null)?.levelDb ?? 0 };
    const main = compared ? [] : mainParametersOf(block).map(({ name }) => name);
    const row = knobs(parameters, (name, value) => this.#set(block, name, value), defaults, main);
    return html`<div class="knobs" role="group" aria-label="Knobs">${row}</div>`;
  }

  /** The knobs of an equalizer, by band. */
  #bands(block: RigBlock): unknown {
    const parameters = parametersOf(block);
    return html`
      <div class="bands">
        ${BAND_WORDS.map((shape, i) => {
          const own = parameters
            .slice(3 * i, 3 * i + 3)
            .map((one) => ({ ...one, label: one.label.replace(/ \d$/, '').replace('Frequency', 'Freq.') }));
          return html`
            <div class="knobs band" role="group" aria-label="Band ${i + 1}">
              <h3>${i + 1} · ${shape}</h3>
              ${knobs(own, (name, value) => this.#set(block, name, value))}
            </div>
          `;
        })}
      </div>
    `;
  }

  #model(block: ModelBlock, state: BlockState | undefined): unknown {
    const id = block.id ?? '';
    const controls = state?.model?.info.controls ?? [];
    const compares = positionOf(this.rig.document, COMPARISON_ID) !== undefined;
    return html`
      ${
        controls.length > 0
          ? html`
              <div class="knobs own" role="group" aria-label="Controls of the model">
                ${controls.map((control) => this.#control(block, control))}
              </div>
            `
          : nothing
      }
      <div class="choices">
        <div class="choice">
          <span aria-hidden="true">Level</span>
          <demo-segmented-control
            label="Level"
            .options=${LEVELS}
            .value=${block.level ?? 'normalized'}
            @choose=${({ choice }: ChooseEvent) => this.actions.update(id, { level: choice })}
          ></demo-segmented-control>
        </div>
        <div class="choice">
          <span aria-hidden="true">Oversampling</span>
          <demo-segmented-control
            label="Oversampling"
            .options=${RATES}
            .value=${String(block.oversampling ?? 1)}
            @choose=${({ choice }: ChooseEvent) => this.actions.update(id, { oversampling: Number(choice) })}
          ></demo-segmented-control>
        </div>
        <div class="choice" ?hidden=${compares}>
          <span aria-hidden="true">A / B</span>
          <demo-menu
            chip
            class="compare"
            label="Compare with"
            .sections=${compareSections(this.recent)}
            @choose=${({ choice }: ChooseEvent) => chooseComparison(id, choice, this.actions)}
          >
            Compare…
          </demo-menu>
        </div>
      </div>
    `;
  }

  #control(block: ModelBlock, control: Control): unknown {
    const { name, minimum, maximum } = control;
    return html`
      <demo-knob
        label=${control.label ?? name}
        .min=${minimum}
        .max=${maximum}
        .step=${(maximum - minimum) / 20}
        .value=${block.controls?.[name] ?? control.default}
        .defaultValue=${control.default}
        .format=${(value: number) => formatControl(control, value)}
        @turn=${({ value }: TurnEvent) =>
          this.actions.update(block.id ?? '', { controls: { ...block.controls, [name]: value } })}
      ></demo-knob>
    `;
  }

  #set(block: RigBlock, name: string, value: number): void {
    this.actions.set(block.id ?? '', { [name]: value });
  }
}

/** A value in the control's own unit. Without a unit, a control from 0 to 1 reads 0.0 to 10.0, as on an amplifier's dial. */
function formatControl({ minimum, maximum, unit }: Control, value: number): string {
  if (unit) return `${Number(value.toPrecision(3))}\u00a0${unit}`;
  return minimum === 0 && maximum === 1 ? (value * 10).toFixed(1) : String(Number(value.toPrecision(3)));
}
