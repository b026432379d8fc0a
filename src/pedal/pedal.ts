import { loadModel } from '../controller/load-model.js';
import { html } from './elements.js';
import { formatControl, formatDb, formatFacts, formatPercent } from './format.js';
import { Knob } from './knob.js';
import { LevelBar } from './level-bar.js';
import type { PedalDevice, PedalParameter } from './pedal-device.js';
import { STYLE } from './style.js';

/** What the gain knobs reach; the device's own range is wider than a hand needs. */
const GAIN_DB = { minimum: -24, maximum: 24, step: 0.5, defaultValue: 0, format: formatDb };
const MIX = { minimum: 0, maximum: 1, step: 0.01, defaultValue: 1, format: formatPercent };

/** A server that only imports this has no elements. */
const Element: typeof HTMLElement = globalThis.HTMLElement ?? class {};

/**
 * The element `<dilatone-pedal>`: knobs, levels, a switch and a place to drop model files, for one device. Set `device` to
 * a Dilatone; from then on the pedal shows what it does, whoever changes it.
 *
 * Attributes: `label`, the title in place of the model's name; `theme`, `light` or `dark` in place of the system's choice.
 * The custom property `--dilatone-accent` sets its colour. It fires `modelload` when the player has loaded a model.
 */
export class DilatonePedal extends Element {
  /** For the browser: the attributes whose changes show at once. */
  static readonly observedAttributes = ['label'];

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
  /** What each knob of the device shows. */
  #parameters: readonly (readonly [Knob, PedalParameter])[] = [];
  /** The model that title, facts and knobs are of. */
  #shownModel: PedalDevice['info']['model'] | null = null;
  #frameRequest = 0;
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
  }

  /** What the pedal plays on; null for nothing. */
  get device(): PedalDevice | null {
    return this.#device;
  }

  set device(device: PedalDevice | null) {
    this.#detach();
    this.#device = device;
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
  attributeChangedCallback(): void {
    this.#showTitle();
  }

  /** Loads a model file and plays it; what goes wrong is shown in the pedal. */
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
      this.#load.disabled = false;
    }
  }

  #listen(): void {
    this.#load.addEventListener('click', () => this.#files.click());
    this.#files.addEventListener('change', () => {
      const file = this.#files.files?.[0];
      // So that the same file can be chosen again.
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

  /** Begins to follow the device, which others may change too. */
  #attach(): void {
    const device = this.#device;
    if (device === null || this.#unsubscribe.length > 0) return;
    this.#unsubscribe = [
      device.on('meters', ({ input, output }) => {
        this.#input.read(input);
        this.#output.read(output);
      }),
      device.on('fault', ({ reason }) => {
        this.#status.textContent = reason;
      }),
    ];
    const follow = () => {
      this.#show(device);
      this.#frameRequest = requestAnimationFrame(follow);
    };
    follow();
  }

  #detach(): void {
    cancelAnimationFrame(this.#frameRequest);
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    this.#input.clear();
    this.#output.clear();
  }

  #show(device: PedalDevice): void {
    if (device.info.model !== this.#shownModel) this.#showModel();
    for (const [knob, parameter] of this.#parameters) knob.show(parameter.value);
    this.#switch.setAttribute('aria-checked', String(device.bypass));
    this.#pedal.classList.toggle('on', !device.bypass);
  }

  #showModel(): void {
    const device = this.#device;
    this.#shownModel = device?.info.model ?? null;
    this.#facts.textContent = device ? formatFacts(device.info) : '';
    for (const button of [this.#load, this.#switch]) button.disabled = device === null;
    this.#parameters = device ? knobsOf(device) : [];
    this.#knobs.replaceChildren(...this.#parameters.map(([knob]) => knob.element));
    this.#showTitle();
  }

  #showTitle(): void {
    const title = this.getAttribute('label') ?? this.#shownModel?.metadata.name ?? this.#shownModel?.architecture;
    this.#title.textContent = title ?? 'No amp';
  }
}

/** A knob for each parameter of a device and each control of its model. */
function knobsOf(device: PedalDevice): (readonly [Knob, PedalParameter])[] {
  const knob = (parameter: PedalParameter, options: typeof GAIN_DB & { label: string }) => {
    const turned = (value: number) => {
      parameter.value = value;
    };
    return [new Knob({ ...options, turned }), parameter] as const;
  };
  return [
    knob(device.inputGainDb, { label: 'Drive', ...GAIN_DB }),
    knob(device.outputGainDb, { label: 'Level', ...GAIN_DB }),
    knob(device.mix, { label: 'Mix', ...MIX }),
    ...device.info.model.controls.map((control) => {
      const { name, label = name, minimum, maximum, default: defaultValue } = control;
      const step = (maximum - minimum) / 100;
      const parameter: PedalParameter = {
        defaultValue,
        get value() {
          return device.controls[name] ?? defaultValue;
        },
        set value(value) {
          // A change that fails leaves the old sound, and tells it as a fault.
          device.setControls({ [name]: value }).catch(() => {});
        },
      };
      return knob(parameter, { label, minimum, maximum, step, defaultValue, format: formatControl(control) });
    }),
  ];
}

/** Makes `<dilatone-pedal>` known to the page; where it is known already, nothing happens. */
export function definePedal(): void {
  if (!customElements.get('dilatone-pedal')) customElements.define('dilatone-pedal', DilatonePedal);
}

declare global {
  interface HTMLElementTagNameMap {
    'dilatone-pedal': DilatonePedal;
  }
}
