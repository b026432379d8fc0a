import { html } from 'lit';
import type { ChooseEvent } from '../widgets/events.js';
import { sayList } from './stack-words.js';
import { powersOf, type StackChoice } from './stacks.js';

const LAYERS = { least: 1, most: 6 };
const KERNELS = { least: 2, most: 5 };
const GROWTHS = { least: 1, most: 4 };

/** The sliders and switches of the four stacks; `choose` gets what changes. */
export function stackControls(choice: StackChoice, choose: (changes: Partial<StackChoice>) => void): unknown {
  const { layers, growth } = choice;
  const [growing, staying] = [sayList(powersOf(growth, layers)), sayList(new Array<number>(layers).fill(growth))];
  return html`
    <div class="controls">
      ${slider('Layers', layers, LAYERS, (value) => choose({ layers: value }))}
      ${slider('Kernel size', choice.kernelSize, KERNELS, (value) => choose({ kernelSize: value }))}
      ${slider('Growth per layer', growth, GROWTHS, (value) => choose({ growth: value }))}
      ${pick('Dilations', [growing, staying], choice.dilationsStay, (dilationsStay) => choose({ dilationsStay }))}
      ${pick('Strides', [staying, growing], choice.stridesGrow, (stridesGrow) => choose({ stridesGrow }))}
    </div>
  `;
}

function slider(
  name: string,
  value: number,
  { least, most }: { readonly least: number; readonly most: number },
  choose: (value: number) => void,
): unknown {
  return html`
    <label>
      ${name}
      <input
        type="range"
        min=${least}
        max=${most}
        .value=${String(value)}
        @input=${(event: Event) => choose(Number((event.target as HTMLInputElement).value))}
      />
      <output>${value}</output>
    </label>
  `;
}

/** A choice between two lists of numbers. */
function pick(
  name: string,
  [usual, other]: readonly [string, string],
  isOther: boolean,
  choose: (isOther: boolean) => void,
): unknown {
  return html`
    <div class="pick">
      <span aria-hidden="true">${name}</span>
      <demo-segmented-control
        label=${name}
        .options=${[{ value: 'usual', label: usual }, { value: 'other', label: other }]}
        .value=${isOther ? 'other' : 'usual'}
        @choose=${({ choice }: ChooseEvent) => choose(choice === 'other')}
      ></demo-segmented-control>
    </div>
  `;
}
