import { css, html, LitElement } from 'lit';
import { formatNumberOf, formatPercent } from '../format.js';
import { sharedStyles } from '../widgets/controls/styles.js';
import { answersTo } from './measure.js';
import { ImpulseEvent, type StackView } from './stack-view.js';
import { describeImpulse, sayHeard, sayResolution, sayShare } from './stack-words.js';
import { coverageOf, heardFrames, outputStepOf, type Stack } from './stacks.js';
import { STACK_ABOUTS, STACK_TITLES } from './titles.js';

/** One stack: its picture, and what is true of it. What is in its slot stands in place of the line about it; emits ImpulseEvent. */
export class StackCard extends LitElement {
  static override properties = {
    stack: { attribute: false },
    response: { attribute: false },
    frames: { type: Number },
    impulseBack: { type: Number },
  };

  static override styles = [
    sharedStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
      }
      .head {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: 8px;
      }
      h3 {
        margin: 0;
        font-size: 15px;
      }
      .about {
        display: grid;
        align-content: center;
        min-height: 38px;
        margin: 4px 0;
        color: var(--muted);
        font-size: 12px;
      }
      demo-stack-view {
        height: var(--stack-height, 300px);
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        grid-auto-rows: minmax(24px, auto);
        align-items: center;
        gap: 0 12px;
        margin: 8px 0 0;
        padding-top: 6px;
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
    `,
  ];

  declare stack: Stack;
  declare response: Float32Array | null;
  declare frames: number;
  declare impulseBack: number;

  constructor() {
    super();
    this.response = null;
    this.frames = 2;
    this.impulseBack = 0;
  }

  protected override render(): unknown {
    const { stack, response, frames, impulseBack } = this;
    const title = STACK_TITLES[stack.kind];
    const coverage = coverageOf(stack);
    const answers = response ? answersTo(stack, response, impulseBack).length : null;
    const impulse = answers === null ? '…' : describeImpulse(stack, impulseBack, answers);
    return html`
      <div class="head">
        <h3>${title}</h3>
        <demo-plot-export
          name="${title.toLowerCase()} stack"
          .plot=${() => this.renderRoot.querySelector<StackView>('demo-stack-view')}
        ></demo-plot-export>
      </div>
      <div class="about"><slot>${STACK_ABOUTS[stack.kind]}</slot></div>
      <demo-stack-view
        role="img"
        aria-label="${title} stack: an output hears ${sayHeard(stack)}, ${sayResolution(stack)}, ${formatPercent(coverage)} of the input reach any output; the impulse is ${impulse}."
        .stack=${stack}
        .response=${response}
        .frames=${frames}
        .impulseBack=${impulseBack}
        @impulse=${this.#pass}
      ></demo-stack-view>
      <dl>
        <dt>Weights</dt>
        <dd>${stack.weights === 0 ? 'none' : stack.weights}</dd>
        <dt><demo-term name="receptiveField">Receptive field</demo-term></dt>
        <dd class=${heardFrames(stack) < stack.receptiveField ? 'less' : ''}>${sayHeard(stack)}</dd>
        <dt><demo-term name="resolution">Resolution</demo-term></dt>
        <dd class=${outputStepOf(stack) > 1 ? 'less' : ''}>${sayResolution(stack)}</dd>
        <dt><demo-term name="coverage">Coverage</demo-term></dt>
        <dd class=${coverage < 1 ? 'less' : ''}>${sayShare(coverage)} of the frames</dd>
        <dt>Impulse</dt>
        <dd class="impulse ${answers === 0 ? 'less' : ''}">${impulse}</dd>
      </dl>
    `;
  }

  #pass(event: ImpulseEvent): void {
    event.stopPropagation();
    this.dispatchEvent(new ImpulseEvent(event.framesBack));
  }
}

/** A short name for a number of frames: `12 frames ago`. */
export function sayAgo(framesBack: number): string {
  return framesBack === 0 ? 'now' : `${formatNumberOf(framesBack, 'frame')} ago`;
}
