import type { BlockType } from '../../live/rig/block-parameters.js';
import type { BlockPlace } from '../../rig/document/edit-rig.js';
import { html } from '../elements.js';
import { LevelBar } from '../level-bar.js';
import { makeElementOpaque } from '../opaque-element.js';
import { BlockList } from './block-list.js';
import { dragCard } from './card-drag.js';
import { dropTarget } from './drop-target.js';
import { blockTypeOf, type FileBlockType } from './embed-file.js';
import { EndCard } from './end-card.js';
import { listenToFileDrops } from './file-drop.js';
import { FilePicker } from './file-picker.js';
import type { RigActions } from './rig-actions.js';
import type { RigDevice } from './rig-device.js';
import { type FileTarget, RigEditor } from './rig-editor.js';
import { formatFacts } from './rig-facts.js';
import { RIG_STYLE } from './rig-style.js';

/** A server can import this module, but has no elements. */
const Element: typeof HTMLElement = globalThis.HTMLElement ?? class {};

/**
 * The element `<dilatone-rig>`: the blocks of a rig as cards, to turn, switch, move, add and remove. Call `defineRig` first,
 * then set `rig` to a Rig. While the element is in the page it shows the rig's state, also when something else changes it;
 * outside of the page it neither reads nor measures anything.
 *
 * Attributes: `label`, a title that replaces the rig's name; `theme`, `light` or `dark`, which replaces the system's choice.
 * The custom property `--dilatone-accent` sets its colour. The event `rigchange` fires after each change that the player made;
 * its `detail` is a `RigChangeEvent`.
 */
export class DilatoneRig extends Element {
  /** Read by the browser: the attributes whose changes it reports. */
  static readonly observedAttributes = ['label'];

  readonly #title = html('p', { class: 'title' });
  readonly #facts = html('p', { class: 'facts' });
  readonly #switch = html('button', { type: 'button', role: 'switch', 'aria-label': 'Bypass the rig' }, 'Bypass');
  readonly #inputLevel = new LevelBar('In');
  readonly #outputLevel = new LevelBar('Out');
  readonly #files = new FilePicker();
  readonly #status = html('p', { class: 'status', role: 'status' });
  readonly #announcement = html('p', { class: 'unseen', 'aria-live': 'polite' });
  readonly #row = html('div', { class: 'row' });
  readonly #frame: HTMLElement;
  readonly #root: ShadowRoot;
  readonly #inputGain = new EndCard('Input', (gainDb) => this.#editor?.set('input', 'gainDb', gainDb));
  readonly #outputGain = new EndCard('Output', (gainDb) => this.#editor?.set('output', 'gainDb', gainDb));
  #rig: RigDevice | null = null;
  #editor: RigEditor | null = null;
  #series: BlockList | null = null;
  #isOutdated = false;
  /** The callback for the next frame of the screen; null while the element does not follow its rig. */
  #frameRequest: number | null = null;
  #unsubscribe: (() => void)[] = [];

  constructor() {
    super();
    this.#frame = html(
      'section',
      { class: 'rig', 'aria-label': 'Rig' },
      html('header', {}, html('div', {}, this.#title, this.#facts), this.#switch),
      this.#row,
      this.#inputLevel.element,
      this.#outputLevel.element,
      this.#status,
      this.#announcement,
      this.#files.element,
    );
    const style = new CSSStyleSheet();
    style.replaceSync(RIG_STYLE);
    this.#root = this.attachShadow({ mode: 'open' });
    this.#root.adoptedStyleSheets = [style];
    this.#root.append(this.#frame);
    this.#listen();
    this.#fill();
    makeElementOpaque(this, DilatoneRig);
  }

  /**
   * The rig that the element shows and edits; null, the initial value, for none. Set it at any time; set it to null before you
   * dispose of the rig. The element never disposes of it.
   */
  get rig(): RigDevice | null {
    return this.#rig;
  }

  set rig(rig: RigDevice | null) {
    if (rig !== null && !(typeof rig === 'object' && 'document' in rig && 'info' in rig)) {
      throw new TypeError(`rig: expected a Rig or null, got ${typeof rig}`);
    }
    this.#detach();
    this.#rig = rig;
    this.#fill();
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

  /**
   * Adds a block that plays a file: a cabinet for a `.wav`, else a model; at a place, or at the end. A rig's JSON replaces the rig.
   * Never rejects: the element shows what went wrong. Does nothing without a rig.
   */
  async loadFile(file: File, place: BlockPlace = {}): Promise<void> {
    await this.#editor?.loadFile(blockTypeOf(file), file, place);
  }

  /** Makes the row for a rig, empty without one. */
  #fill(): void {
    const rig = this.#rig;
    this.#status.textContent = '';
    this.#switch.disabled = rig === null;
    this.#editor = rig && new RigEditor(rig, this.#editorOptions());
    this.#series = rig && new BlockList('Rig', this.#actions());
    const { element: input } = this.#inputGain;
    const { element: output } = this.#outputGain;
    this.#row.replaceChildren(...(this.#series === null ? [] : [input, this.#series.element, output]));
    this.#show();
  }

  /** Starts to show the rig's state, frame by frame, since anything may change it. */
  #attach(): void {
    const rig = this.#rig;
    if (rig === null || this.#unsubscribe.length > 0) return;
    const say = (text: string) => {
      this.#status.textContent = text;
    };
    this.#unsubscribe = [
      rig.on('change', () => {
        this.#isOutdated = true;
      }),
      rig.on('meters', ({ input, output, limitedDb }) => {
        this.#inputLevel.read(input);
        this.#outputLevel.read(output, limitedDb);
      }),
      rig.on('loads', (loads) => this.#series?.showShares(new Map(loads.map(({ id, share }) => [id, share])))),
      rig.on('blockFault', ({ id, reason }) => this.#setFault(id, reason)),
      rig.on('blockRestart', ({ id }) => this.#setFault(id, null)),
      rig.on('fault', ({ reason }) => say(reason)),
      rig.on('restart', () => say('')),
    ];
    this.#isOutdated = true;
    const follow = () => {
      if (this.#isOutdated) this.#show();
      this.#switch.setAttribute('aria-checked', String(rig.bypass));
      this.#frameRequest = requestAnimationFrame(follow);
    };
    follow();
  }

  #detach(): void {
    if (this.#frameRequest !== null) cancelAnimationFrame(this.#frameRequest);
    this.#frameRequest = null;
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    this.#inputLevel.clear();
    this.#outputLevel.clear();
    this.#series?.showShares(new Map());
  }

  #show(): void {
    const rig = this.#rig;
    this.#isOutdated = false;
    this.#showTitle();
    this.#facts.textContent = rig ? formatFacts(rig.info) : '';
    if (rig === null) return;
    const { document, info } = rig;
    const focused = this.#root.activeElement as HTMLElement | null;
    const behind = focused?.closest('li')?.nextElementSibling;
    this.#series?.show(document.blocks, new Map(info.blocks.map((block) => [block.id, block])));
    this.#inputGain.show(document.input?.gainDb ?? 0);
    this.#outputGain.show(document.output?.gainDb ?? 0);
    // A card that is moved loses the focus, and one that is removed leaves it to the next.
    if (focused === null || focused === this.#root.activeElement) return;
    const heir = focused.isConnected ? focused : behind?.querySelector<HTMLElement>('footer > button, :scope > button');
    heir?.focus({ preventScroll: true });
    heir?.closest('li')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #showTitle(): void {
    this.#title.textContent = this.getAttribute('label') ?? (this.#rig ? this.#rig.document.name || 'Rig' : 'No rig');
  }

  #setFault(id: string, reason: string | null): void {
    this.#series?.card(id)?.setFault(reason);
    this.#isOutdated = true;
  }

  #listen(): void {
    this.#switch.addEventListener('click', () => this.#editor?.toggleRig());
    listenToFileDrops(
      this.#frame,
      (event) => this.#series && dropTarget(this.#root, this.#series.element, event, null),
      (file, place) => this.loadFile(file, place),
    );
  }

  #editorOptions() {
    return {
      announce: (text: string) => {
        this.#announcement.textContent = text;
      },
      report: (text: string) => {
        this.#status.textContent = text;
      },
      onChange: (detail: object) => this.dispatchEvent(new CustomEvent('rigchange', { detail })),
    };
  }

  #actions(): RigActions {
    const editor = this.#editor as RigEditor;
    const chooseFile = (type: FileBlockType, at: FileTarget) =>
      this.#files.choose(type, (file) => editor.loadFile(type, file, at));
    return {
      set: (...values) => editor.set(...values),
      setControl: (...values) => editor.setControl(...values),
      setBypass: (id, bypass) => editor.setBypass(id, bypass),
      remove: (id) => editor.remove(id),
      step: (id, direction) => editor.step(id, direction),
      chooseFile,
      add: (type: BlockType, place) =>
        type === 'model' || type === 'cabinet' ? chooseFile(type, place) : editor.add(type, place),
      drag: (id, event) => {
        const series = this.#series?.element as Element;
        const onDrop = (place: BlockPlace) => editor.move(id, place);
        dragCard({ event, root: this.#root, row: this.#row, series, onDrop });
      },
    };
  }
}

/** Registers `<dilatone-rig>` with the page, once; further calls do nothing. Needs a browser. */
export function defineRig(): void {
  if (!customElements.get('dilatone-rig')) customElements.define('dilatone-rig', DilatoneRig);
}

declare global {
  interface HTMLElementTagNameMap {
    'dilatone-rig': DilatoneRig;
  }
}
