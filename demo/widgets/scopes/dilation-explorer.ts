import { css, html, LitElement, type PropertyValues } from 'lit';
import { describeStacks } from '../../analysis/stack-words.js';
import {
  heardFrames,
  measureResponse,
  type Response,
  type Stack,
  type StackKind,
  stackOf,
} from '../../analysis/stacks.js';
import { rangeStyles, sharedStyles } from '../controls/styles.js';

const KINDS: readonly StackKind[] = ['plain', 'strided', 'dilated'];
const TITLES = {
  plain: ['Plain', 'every tap next to the other'],
  strided: ['Strided', 'every layer drops half of the frames'],
  dilated: ['Dilated', 'every layer spreads its taps twice as far'],
} as const;
const DEPTHS = { least: 1, most: 6 };
const KERNELS = { least: 2, most: 5 };

/** Three stacks with equally many weights side by side: the reach of each, and what it costs in resolution or coverage. */
export class DilationExplorer extends LitElement {
  static override properties = {
    depth: { state: true },
    kernelSize: { state: true },
    responses: { state: true },
  };

  static override styles = [
    sharedStyles,
    rangeStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 14px;
      }
      .controls {
        display: flex;
        flex-wrap: wrap;
        gap: 10px 32px;
      }
      label {
        display: flex;
        align-items: center;
        gap: 12px;
        color: var(--muted);
      }
      output {
        min-width: 1ch;
        color: var(--ink);
        font-weight: 600;
      }
      label input[type='range'] {
        width: 160px;
      }
      .stacks {
        flex: 1;
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 28px;
        min-height: 0;
      }
      section {
        display: flex;
        flex-direction: column;
        min-width: 0;
        min-height: 0;
      }
      h3 {
        margin: 0;
        font-size: 15px;
      }
      section p {
        margin: 0 0 6px;
        color: var(--muted);
        font-size: 12px;
      }
      demo-stack-view {
        flex: 1;
        min-height: 230px;
      }
      dl {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 3px 12px;
        margin: 10px 0 0;
        padding-top: 8px;
        border-top: 1px solid var(--line);
        font-size: 13px;
      }
      dt {
        color: var(--muted);
      }
      dd {
        margin: 0;
        text-align: right;
      }
      dd.less {
        color: var(--wrong);
      }
      .sentence {
        margin: 0;
        font-size: 15px;
        text-wrap: balance;
      }
      @media (max-width: 699px) {
        .stacks {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  declare depth: number;
  declare kernelSize: number;
  declare responses: ReadonlyMap<StackKind, Response>;

  constructor() {
    super();
    this.depth = 3;
    this.kernelSize = 3;
    this.responses = new Map();
  }

  get #stacks(): readonly Stack[] {
    return KINDS.map((kind) => stackOf(kind, this.depth, this.kernelSize));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('depth') || changed.has('kernelSize')) void this.#measure();
  }

  protected override render(): unknown {
    const stacks = this.#stacks;
    const frames = Math.max(...stacks.map(({ receptiveField }) => receptiveField));
    return html`
      <div class="controls">
        ${this.#slider('Layers', this.depth, DEPTHS, (depth) => {
          this.depth = depth;
        })}
        ${this.#slider('Kernel size', this.kernelSize, KERNELS, (kernelSize) => {
          this.kernelSize = kernelSize;
        })}
      </div>
      <div class="stacks">${stacks.map((stack) => this.#section(stack, frames))}</div>
      <p class="sentence" aria-live="polite">${describeStacks(this.depth, this.kernelSize)}</p>
    `;
  }

  #slider(
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

  #section(stack: Stack, frames: number): unknown {
    const [title, does] = TITLES[stack.kind];
    const response = this.responses.get(stack.kind) ?? null;
    const step = stack.steps.at(-1)!;
    const heard = response ? heardFrames(response) : 0;
    const { receptiveField } = stack;
    return html`
      <section class=${stack.kind}>
        <h3>${title}</h3>
        <p>${does}</p>
        <demo-stack-view
          role="img"
          aria-label="${title} stack: ${receptiveField} frames reach the output; an impulse comes out in ${heard} frames."
          .stack=${stack}
          .response=${response}
          .frames=${frames}
        ></demo-stack-view>
        <dl>
          <dt>Weights</dt>
          <dd>${stack.weights}</dd>
          <dt>Receptive field</dt>
          <dd class=${receptiveField < frames ? 'less' : ''}>${receptiveField} frames</dd>
          <dt>Resolution</dt>
          <dd class=${step > 1 ? 'less' : ''}>${step > 1 ? `one output in ${step} frames` : 'an output every frame'}</dd>
          <dt>Coverage</dt>
          <dd class=${response && heard < receptiveField ? 'less' : ''}>
            ${response ? `impulse heard in ${heard} of ${receptiveField}` : '…'}
          </dd>
        </dl>
      </section>
    `;
  }

  async #measure(): Promise<void> {
    const stacks = this.#stacks;
    const responses = await Promise.all(stacks.map(measureResponse));
    // The sliders may have moved meanwhile.
    if (stacks[0].weights !== this.depth * this.kernelSize || stacks[0].kernelSize !== this.kernelSize) return;
    this.responses = new Map(stacks.map(({ kind }, i) => [kind, responses[i]]));
  }
}
