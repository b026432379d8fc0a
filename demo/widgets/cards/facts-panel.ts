import { css, html, LitElement, nothing } from 'lit';
import type { LiveSignals } from '../../audio/live-signals.js';
import { builtinOf } from '../../builtin-models.js';
import { layersOfModel } from '../../drawing/layer-words.js';
import { formatBytes, formatCount, formatHz, formatInteger, formatMs } from '../../format.js';
import type { EngineState, ModelState } from '../../state.js';
import { panelStyles, sharedStyles } from '../controls/styles.js';
import { modelPicture } from './model-picture.js';

/** Facts about the model and how it runs. */
export class FactsPanel extends LitElement {
  static override properties = {
    live: { attribute: false },
    model: { attribute: false },
    engine: { attribute: false },
  };

  static override styles = [
    sharedStyles,
    panelStyles,
    css`
      :host {
        overflow-y: auto;
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 3px 12px;
        margin: 8px 0 0;
        font-size: 13px;
      }
      dt {
        color: var(--muted);
      }
      dd {
        margin: 0;
        text-align: right;
      }
      demo-load-meter {
        margin-top: 8px;
      }
      .device {
        display: none;
      }
      /* Shown only where there is room. */
      @media (min-width: 1100px) and (min-height: 780px) {
        :host {
          container-type: size;
        }
        @container (min-height: 360px) {
          .device {
            display: grid;
            justify-items: center;
            gap: 10px;
            margin-top: 28px;
            text-align: center;
            text-wrap: balance;
          }
        }
        .device svg {
          width: 96px;
          height: 96px;
          stroke-width: 1.1;
          color: var(--muted);
        }
      }
      p {
        margin: 10px 0 0;
        color: var(--muted);
        font-size: 12px;
      }
    `,
  ];

  declare live: LiveSignals | null;
  declare model: ModelState | null;
  declare engine: EngineState | null;

  constructor() {
    super();
    this.live = null;
    this.model = null;
    this.engine = null;
  }

  protected override render(): unknown {
    const { model, engine } = this;
    return html`
      <h2>Now</h2>
      ${engine ? html`<demo-load-meter .live=${this.live}></demo-load-meter>` : nothing}
      ${model || engine ? nothing : html`<p>No model yet.</p>`}
      <dl>
        ${model ? modelFacts(model).map(row) : nothing} ${engine ? engineFacts(engine).map(row) : nothing}
      </dl>
      ${engine?.warnings.map((warning) => html`<p>${warning}</p>`)}
      ${model ? device(model) : nothing}
    `;
  }
}

type Fact = readonly [name: string, ...lines: string[]];

function row([name, ...lines]: Fact): unknown {
  return html`
    <dt>${name}</dt>
    <dd>${lines.map((line, i) => (i === 0 ? line : html`<br />${line}`))}</dd>
  `;
}

/** The device that the model captures: a picture, and a description if there is one. */
function device(model: ModelState): unknown {
  const builtin = builtinOf(model);
  return html`
    <div class="device">
      ${modelPicture(builtin?.kind)}
      ${builtin ? html`<p>${builtin.description}.</p>` : nothing}
    </div>
  `;
}

function modelFacts(model: ModelState): Fact[] {
  const { info, facts, picture } = model;
  const { receptiveField, macsPerFrame, stateBytes } = facts;
  const fieldMs = (receptiveField / info.sampleRate) * 1000;
  return [
    [
      'Receptive field',
      picture.bands.length > 0 ? `${formatInteger(receptiveField)} frames · ${formatMs(fieldMs)}` : 'open-ended',
    ],
    ['Layers', formatInteger(layersOfModel(model))],
    ['Weights', formatInteger(info.parameters)],
    ['Multiply-adds', `${formatCount(macsPerFrame)} per frame`],
    ['History', formatBytes(stateBytes)],
  ];
}

function engineFacts({ kind, latencyFrames, contextRateHz }: EngineState): Fact[] {
  return [
    ['Engine', `${kind === 'wasm' ? 'WebAssembly' : 'interpreter'}, ${formatHz(contextRateHz)}`],
    ['Added latency', `${formatInteger(latencyFrames)} frames`],
  ];
}
