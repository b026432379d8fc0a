import { loadModel } from '../controller/load-model.js';
import { type DeviceKnob, knobsOf } from './device-knobs.js';
import { html } from './elements.js';
import { LevelBar } from './level-bar.js';
import { makeElementOpaque } from './opaque-element.js';
import type { PedalDevice } from './pedal-device.js';
import { STYLE } from './style.js';

/** A server can import this module, but has no elements. */
const Element: typeof HTMLElement = globalThis.HTMLElement ?? class {};

const LIMIT = 'limit-db';
/** Below full scale, as converters overshoot between samples. */
const DEFAULT_LIMIT_DB = -0.3;

/**
 * The element `<dilatone-pedal>`: knobs, levels, a bypass switch and a drop target for model files, for one device. Call
 * `definePedal` first, then set `device` to a Dilatone. While the element is in the page it shows the device's state, also
 * when something else changes it; outside of the page it neither reads nor measures anything.
 *
 * Attributes: `label`, a title that replaces the model's name; `theme`, `light` or `dark`, which replaces the system's choice;
 * `limit-db`, the level in dBFS of the device's limiter, or `off`. Without it the pedal switches on a limiter that is off, at
 * −0.3. The custom property `--dilatone-accent` sets its colour. The event `modelload` fires when the player has loaded a model.
 */
export class DilatonePedal extends Element {
  /** Read by the browser: the attributes whose changes it reports. */
  static readonly observedAttributes = ['label', LIMIT];

  readonly #title = html('p', { class: 'title' });
  readonly #facts = html('p', { class: 'facts' });
  readonly #light = html('span', { class: 'light', 'aria-hidden': 'true' });
  readonly #switch = html('button', { type: 'button', role: 'switch' }, 'Bypass');
  readonly #knobs = html('div', { class: 'knobs', role: 'group', 'aria-label': 'Knobs' });
  readonly #input = new LevelBar('In');
  readonly #output = new LevelBar('Out');
  readonly #files = html('input', { type: 'file', hidden: '' });
  readonly #load = html('button', { type: 'button', class: 'load' }, 'Load a model …');
  readonly #status = html('p', { class: 'status', role: 'status' });
  readonly #pedal: HTMLElement;
  #device: PedalDevice | null = null;
  #deviceKnobs: readonly DeviceKnob[] = [];
  /** The model whose title, facts and knobs are on display. */
  #shownModel: PedalDevice['info']['model'] | null = null;
  /** The callback for the next frame of the screen; null while the pedal does not follow its device. */
  #frameRequest: number | null = null;
  #unsubscribe: (() => void)[] = [];

  constructor() {
    super();
    const title = html('div', {}, this.#title, this.#facts);
    this.#pedal = html(
      'section',
      { class: 'pedal', 'aria-label': 'Amp' },
      html('header', {}, this.#light, title),
      this.#knobs,
      this.#input.element,
      this.#output.element,
      html('footer', {}, this.#load, this.#switch, this.#files),
      this.#status,
    );
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    root.adoptedStyleSheets = [style];
    root.append(this.#pedal);
    this.#listen();
    this.#showModel();
    makeElementOpaque(this, DilatonePedal);
  }

  /**
   * The device that the pedal shows and controls; null, the initial value, for none. Set it at any time; set it to null
   * before you dispose of the device. The pedal never disposes of it.
   */
  get device(): PedalDevice | null {
    return this.#device;
  }

  set device(device: PedalDevice | null) {
    this.#detach();
    this.#device = device;
    this.#setLimit();
    this.#showModel();
    if (this.isConnected) this.#attach();
  }

  /** Called by the browser when the element enters a page. */
  connectedCallback(): void {
    this.#attach();
  }

  /** Called by the browser when the element leaves the page. */
  disconnectedCallback(): void {
    this.#detach();
  }

  /** Called by the browser when one of the element's attributes changes. */
  attributeChangedCallback(name: string): void {
    if (name === LIMIT) this.#setLimit();
    else this.#showTitle();
  }

  /**
   * Loads a model file into the device. Never rejects: the pedal shows what went wrong, and the sound from before goes on.
   * Does nothing without a device.
   */
  async loadFile(file: Blob): Promise<void> {
    const device = this.#device;
    if (device === null) return;
    this.#status.textContent = '';
    this.#load.disabled = true;
    try {
      if (device.loadFile) await device.loadFile(file);
      else await device.setModel(await loadModel(file));
      this.dispatchEvent(new Event('modelload'));
    } catch (error) {
      this.#status.textContent = error instanceof Error ? error.message : String(error);
    } finally {
      this.#load.disabled = this.#device === null;
    }
  }

  #listen(): void {
    this.#load.addEventListener('click', () => this.#files.click());
    this.#files.addEventListener('change', () => {
      const file = this.#files.files?.[0];
      // Otherwise choosing the same file again would fire no event.
      this.#files.value = '';
      if (file) this.loadFile(file);
    });
    this.#switch.addEventListener('click', () => {
      if (this.#device !== null) this.#device.bypass = !this.#device.bypass;
    });
    this.#pedal.addEventListener('dragover', (event) => {
      event.preventDefault();
      this.#pedal.classList.add('dropping');
    });
    this.#pedal.addEventListener('dragleave', () => this.#pedal.classList.remove('dropping'));
    this.#pedal.addEventListener('drop', (event) => {
      event.preventDefault();
      this.#pedal.classList.remove('dropping');
      const file = event.dataTransfer?.files[0];
      if (file) this.loadFile(file);
    });
  }

  /** Sets the limiter of a device that has one. What the attribute says wrongly, the status line tells. */
  #setLimit(): void {
    const device = this.#device;
    const attribute = this.getAttribute(LIMIT);
    if (device?.limitDb === undefined || (attribute === null && device.limitDb !== null)) return;
    try {
      device.limitDb =
        attribute === 'off' ? null : Number(attribute || (attribute === null ? DEFAULT_LIMIT_DB : Number.NaN));
    } catch (error) {
      this.#status.textContent = String(error);
    }
  }

  /** Starts to show the device's state, frame by frame, since anything may change it. */
  #attach(): void {
    const device = this.#device;
    if (device === null || this.#unsubscribe.length > 0) return;
    this.#unsubscribe = [
      device.on('meters', ({ input, output, limitedDb }) => {
        this.#input.read(input);
        this.#output.read(output, limitedDb);
      }),
      device.on('fault', ({ reason }) => {
        this.#status.textContent = reason;
      }),
      device.on('restart', () => {
        this.#status.textContent = '';
      }),
    ];
    const follow = () => {
      this.#show(device);
      this.#frameRequest = requestAnimationFrame(follow);
    };
    follow();
  }

  #detach(): void {
    if (this.#frameRequest !== null) cancelAnimationFrame(this.#frameRequest);
    this.#frameRequest = null;
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    this.#input.clear();
    this.#output.clear();
  }

  #show(device: PedalDevice): void {
    if (device.info.model !== this.#shownModel) this.#showModel();
    for (const { knob, parameter } of this.#deviceKnobs) knob.show(parameter.value);
    this.#switch.setAttribute('aria-checked', String(device.bypass));
    this.#pedal.classList.toggle('on', !device.bypass);
  }

  #showModel(): void {
    const device = this.#device;
    this.#shownModel = device?.info.model ?? null;
    this.#facts.textContent = device ? formatFacts(device.info) : '';
    for (const button of [this.#load, this.#switch]) button.disabled = device === null;
    this.#deviceKnobs = device ? knobsOf(device) : [];
    this.#knobs.replaceChildren(...this.#deviceKnobs.map(({ knob }) => knob.element));
    this.#showTitle();
  }

  #showTitle(): void {
    const title = this.getAttribute('label') ?? this.#shownModel?.metadata.name ?? this.#shownModel?.architecture;
    this.#title.textContent = title ?? 'No amp';
  }
}

/** The model and how it runs, in one line. */
function formatFacts({ model, engine, latencyFrames, sampleRate }: PedalDevice['info']): string {
  const facts = [model.architecture, `${model.sampleRate / 1000} kHz`];
  if (latencyFrames > 0) facts.push(`${((1000 * latencyFrames) / sampleRate).toFixed(1)} ms`);
  if (engine === 'interpreter') facts.push('interpreted');
  return facts.join(' · ');
}

/** Registers `<dilatone-pedal>` with the page, once; further calls do nothing. Needs a browser. */
export function definePedal(): void {
  if (!customElements.get('dilatone-pedal')) customElements.define('dilatone-pedal', DilatonePedal);
}

declare global {
  interface HTMLElementTagNameMap {
    'dilatone-pedal': DilatonePedal;
  }
}
