import { html, LitElement, nothing, type PropertyValues } from 'lit';
import type { ModelState } from '../state.js';
import { rangeStyles, sharedStyles } from '../widgets/controls/styles.js';
import type { ChooseEvent } from '../widgets/events.js';
import { stackControls } from './controls.js';
import { exploreStyles } from './explore-styles.js';
import type { FieldView } from './field-view.js';
import { describeFields } from './fields.js';
import { measureResponse, type Pooling } from './measure.js';
import { sayAgo } from './stack-card.js';
import type { ImpulseEvent } from './stack-view.js';
import { describeStacks } from './stack-words.js';
import { STACK_KINDS, type StackChoice, type StackKind, stackOf, windowOf } from './stacks.js';

const START: StackChoice = { layers: 3, kernelSize: 3, growth: 2, stridesGrow: false, dilationsStay: false };
const POOLINGS = [
  { value: 'max', label: 'largest' },
  { value: 'mean', label: 'mean' },
];
/** The page about this place in the docs, which are beside the page except in development and in the package. */
const GUIDE = import.meta.env.MODE === 'production' ? 'docs/guides/demo.html#explore' : null;

/** The place Explore: what dilation does, on four stacks side by side and on the model that is loaded. */
export class ExplorePlace extends LitElement {
  static override properties = {
    model: { attribute: false },
    choice: { state: true },
    pooling: { state: true },
    impulseBack: { state: true },
    responses: { state: true },
    source: { state: true },
  };

  static override styles = [sharedStyles, rangeStyles, exploreStyles];

  /** The model that is loaded; null without one. */
  declare model: ModelState | null;
  declare choice: StackChoice;
  declare pooling: Pooling;
  declare impulseBack: number;
  declare responses: ReadonlyMap<StackKind, Float32Array>;
  /** The text of the arithmetic's file, once asked for. */
  declare source: string | null;

  constructor() {
    super();
    this.model = null;
    this.choice = START;
    this.pooling = 'max';
    this.impulseBack = 14;
    this.responses = new Map();
    this.source = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('choice') || changed.has('pooling')) void this.#measure(this.choice, this.pooling);
  }

  protected override render(): unknown {
    const { choice, impulseBack } = this;
    const frames = windowOf(choice);
    return html`
      <div class="top">
        <h2>Explore dilation</h2>
        <p class="lead">
          A network hears the past through its taps. How far back, how finely, and whether anything slips through depends
          on how its layers are stacked. Turn the sliders, drag the blue impulse.
        </p>
        <p class="words">
          In a sentence each: <demo-term name="frame">frame</demo-term> ·
          <demo-term name="kernel">kernel</demo-term> · <demo-term name="tap">tap</demo-term> ·
          <demo-term name="dilation">dilation</demo-term> · <demo-term name="stride">stride</demo-term> ·
          <demo-term name="pooling">pooling</demo-term> ·
          <demo-term name="receptiveField">receptive field</demo-term> · <demo-term name="causal">causal</demo-term>
        </p>
      </div>
      <section class="panel" aria-label="Four stacks">
        ${stackControls(choice, (changes) => this.#choose(changes))}
        <div class="stacks">${STACK_KINDS.map((kind) => this.#card(kind, frames))}</div>
        <label class="impulse">
          Impulse
          <input
            type="range"
            min="0"
            max=${frames - 1}
            .value=${String(impulseBack)}
            aria-valuetext=${sayAgo(impulseBack)}
            @input=${(event: Event) => {
              this.impulseBack = Number((event.target as HTMLInputElement).value);
            }}
          />
          <output>${sayAgo(impulseBack)}</output>
        </label>
        <ul class="sentences" aria-live="polite">
          ${describeStacks(choice).map((sentence) => html`<li>${sentence}</li>`)}
        </ul>
      </section>
      <div class="pair">
        <section class="panel" aria-labelledby="order">
          <h2 id="order">Does order matter?</h2>
          <demo-order-table .choice=${choice}></demo-order-table>
          <p class="lead">
            A convolution gives each place a weight of its own, so it notices what came first. The largest of a group is
            the same in any order; a mean blurs it.
          </p>
        </section>
        <section class="panel" aria-labelledby="loaded">${this.#loaded()}</section>
      </div>
      ${this.#sources()}
    `;
  }

  #card(kind: StackKind, frames: number): unknown {
    return html`
      <demo-stack-card
        class=${kind}
        .stack=${stackOf(kind, this.choice)}
        .response=${this.responses.get(kind) ?? null}
        .frames=${frames}
        .impulseBack=${this.impulseBack}
        @impulse=${({ framesBack }: ImpulseEvent) => {
          this.impulseBack = framesBack;
        }}
      >${
        kind === 'pooled'
          ? html`
                <demo-segmented-control
                  label="What a group leaves"
                  .options=${POOLINGS}
                  .value=${this.pooling}
                  @choose=${(event: ChooseEvent) => {
                    this.pooling = event.choice as Pooling;
                  }}
                ></demo-segmented-control>
              `
          : nothing
      }</demo-stack-card>
    `;
  }

  #loaded(): unknown {
    const { model } = this;
    if (!model) return html`<h2 id="loaded">The loaded model</h2><p>No model yet: choose one on Play.</p>`;
    const drawn = model.picture.bands.length > 0;
    return html`
      <div class="title">
        <h2 id="loaded">${model.name}</h2>
        ${
          drawn
            ? html`
                <demo-plot-export
                  name="receptive fields"
                  .plot=${() => this.renderRoot.querySelector<FieldView>('demo-field-view')}
                ></demo-plot-export>
              `
            : nothing
        }
      </div>
      <p class="fields">${describeFields(model.picture)}</p>
      ${
        drawn
          ? html`
              <demo-field-view
                role="img"
                aria-label="Frames heard over the layers, dilated and plain"
                .picture=${model.picture}
              ></demo-field-view>
            `
          : nothing
      }
    `;
  }

  #sources(): unknown {
    return html`
      <section class="panel source" aria-label="Source and explanation">
        <p>
          All answers are measured with the engine that plays.
          ${GUIDE ? html`<a href=${GUIDE}>How to read this page</a>` : nothing}
          <button aria-expanded=${this.source !== null} @click=${this.#toggleSource}>
            Source of the arithmetic: demo/explore/stacks.ts
          </button>
        </p>
        ${this.source === null ? nothing : html`<pre tabindex="0" role="region" aria-label="Source"><code>${this.source}</code></pre>`}
      </section>
    `;
  }

  #choose(changes: Partial<StackChoice>): void {
    const before = windowOf(this.choice);
    const choice = { ...this.choice, ...changes };
    const frames = windowOf(choice);
    // An impulse at the oldest frame stays there; any other stays where it is, within the view.
    const wasOldest = this.impulseBack >= Math.min(before - 1, stackOf('dilated', this.choice).receptiveField - 1);
    const oldest = Math.min(frames - 1, stackOf('dilated', choice).receptiveField - 1);
    this.choice = choice;
    this.impulseBack = wasOldest ? oldest : Math.min(this.impulseBack, frames - 1);
  }

  async #toggleSource(): Promise<void> {
    this.source = this.source === null ? (await import('./stacks.ts?raw')).default : null;
  }

  async #measure(choice: StackChoice, pooling: Pooling): Promise<void> {
    const frames = windowOf(choice);
    const measured = await Promise.all(
      STACK_KINDS.map(async (kind): Promise<[StackKind, Float32Array]> => {
        return [kind, await measureResponse(stackOf(kind, choice), pooling, frames)];
      }),
    );
    // The sliders may have moved meanwhile.
    if (choice === this.choice && pooling === this.pooling) this.responses = new Map(measured);
  }
}
