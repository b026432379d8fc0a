import { css, html, LitElement, nothing } from 'lit';
import { sharedStyles } from '../controls/styles.js';
import { filesOf, hasFolders } from './dropped-folders.js';

/** The visitor dropped files on the page. */
export class DropFilesEvent extends Event {
  readonly files: readonly File[];

  constructor(files: readonly File[]) {
    super('dropfiles');
    this.files = files;
  }
}

/** Accepts files that are dropped anywhere on the page, and says so while they are dragged over it. */
export class DropZone extends LitElement {
  static override properties = { active: { state: true } };

  static override styles = [
    sharedStyles,
    css`
      .veil {
        position: fixed;
        inset: 0;
        z-index: 10;
        display: grid;
        place-items: center;
        padding: 24px;
        background: color-mix(in srgb, var(--background) 80%, transparent);
        pointer-events: none;
      }
      .target {
        display: grid;
        place-items: center;
        width: min(520px, 100%);
        padding: 48px 24px;
        border: 2px dashed var(--wet);
        border-radius: var(--radius);
        background: var(--panel);
        font-size: 18px;
        font-weight: 600;
        text-align: center;
      }
      .target small {
        margin-top: 6px;
        color: var(--muted);
        font-size: 14px;
        font-weight: 400;
      }
    `,
  ];

  declare active: boolean;

  constructor() {
    super();
    this.active = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('dragover', this.#over);
    addEventListener('dragleave', this.#leave);
    addEventListener('drop', this.#drop);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('dragover', this.#over);
    removeEventListener('dragleave', this.#leave);
    removeEventListener('drop', this.#drop);
  }

  protected override render(): unknown {
    if (!this.active) return nothing;
    return html`
      <div class="veil">
        <div class="target">
          Drop it to hear it
          <small>a .nam model, a cabinet, a sound, or one of each</small>
          <small>an impulse response: onto Cabinet</small>
        </div>
      </div>
    `;
  }

  readonly #over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.active = true;
  };

  readonly #leave = (event: DragEvent): void => {
    // The event also fires between elements; only on leaving the window there is no related target.
    if (event.relatedTarget === null) this.active = false;
  };

  readonly #drop = (event: DragEvent): void => {
    this.active = false;
    // A widget has used the files.
    if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    const emit = (files: readonly File[]) => {
      if (files.length > 0) this.dispatchEvent(new DropFilesEvent(files));
    };
    if (hasFolders(event.dataTransfer)) void filesOf(event.dataTransfer).then(emit);
    else emit([...event.dataTransfer.files]);
  };
}
