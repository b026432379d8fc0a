import { css, html, LitElement, type PropertyValues } from 'lit';
import { sharedStyles } from '../widgets/controls/styles.js';
import { measureSwap, type Pooling } from './measure.js';
import { STACK_KINDS, type StackChoice, type StackKind, stackOf } from './stacks.js';
import { STACK_TITLES } from './titles.js';

/** The two inputs: the current frame and the one before. */
const VALUES = [1, 0.4] as const;
/** Outputs that differ by less sound the same: −60 dB of the larger. */
const SAME = 1e-3;

/** A row: a stack, and its current output for both orders. */
interface Outcome {
  readonly kind: StackKind;
  readonly pooling: Pooling;
  readonly outputs: readonly [number, number];
}

/** What the stacks make of the same two inputs in both orders. */
export class OrderTable extends LitElement {
  static override properties = {
    choice: { attribute: false },
    swapped: { state: true },
    outcomes: { state: true },
  };

  static override styles = [
    sharedStyles,
    css`
      .inputs {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
        margin-bottom: 8px;
      }
      .inputs button {
        padding: 6px 14px;
        border: 1px solid var(--line);
        border-radius: 999px;
      }
      .inputs button:hover {
        border-color: var(--muted);
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 13px;
      }
      th,
      td {
        padding: 4px 8px 4px 0;
        border-top: 1px solid var(--line);
        text-align: right;
        font-weight: 400;
      }
      th:first-child {
        text-align: left;
      }
      thead th {
        border: 0;
        color: var(--muted);
      }
      td.now {
        font-weight: 650;
      }
      td.less {
        color: var(--wrong);
      }
    `,
  ];

  declare choice: StackChoice;
  declare swapped: boolean;
  declare outcomes: readonly Outcome[];

  constructor() {
    super();
    this.swapped = false;
    this.outcomes = [];
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('choice')) void this.#measure(this.choice);
  }

  protected override render(): unknown {
    const [now, before] = this.swapped ? [VALUES[1], VALUES[0]] : VALUES;
    return html`
      <div class="inputs">
        <span>The last two inputs: <b>${before}</b>, then <b>${now}</b></span>
        <button @click=${this.#swap}>Swap them</button>
      </div>
      <table aria-live="polite">
        <thead>
          <tr><th scope="col">Stack</th><th scope="col">Output</th><th scope="col">Swapped</th><th scope="col">Does it notice?</th></tr>
        </thead>
        <tbody>${this.outcomes.map((outcome) => this.#row(outcome))}</tbody>
      </table>
    `;
  }

  #row({ kind, pooling, outputs }: Outcome): unknown {
    const [first, second] = this.swapped ? [outputs[1], outputs[0]] : outputs;
    const isSame = Math.abs(first - second) <= SAME * Math.max(Math.abs(first), Math.abs(second));
    const name =
      kind === 'pooled' ? `${STACK_TITLES.pooled}, ${pooling === 'max' ? 'largest' : 'mean'}` : STACK_TITLES[kind];
    const blurs = kind === 'pooled' && pooling === 'mean';
    const verdict = isSame ? 'no' : blurs ? 'hardly: it blurs both' : 'yes';
    return html`
      <tr>
        <th scope="row">${name}</th>
        <td class="now">${first.toFixed(3)}</td>
        <td>${second.toFixed(3)}</td>
        <td class=${isSame || blurs ? 'less' : ''}>${verdict}</td>
      </tr>
    `;
  }

  #swap(): void {
    this.swapped = !this.swapped;
  }

  async #measure(choice: StackChoice): Promise<void> {
    const wanted = STACK_KINDS.flatMap((kind): [StackKind, Pooling][] =>
      kind === 'pooled'
        ? [
            [kind, 'max'],
            [kind, 'mean'],
          ]
        : [[kind, 'max']],
    );
    const outcomes = await Promise.all(
      wanted.map(async ([kind, pooling]) => {
        const outputs = await measureSwap(stackOf(kind, choice), pooling, VALUES);
        return { kind, pooling, outputs };
      }),
    );
    // The sliders may have moved meanwhile.
    if (choice === this.choice) this.outcomes = outcomes;
  }
}
