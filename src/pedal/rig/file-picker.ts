import { html } from '../elements.js';
import { ACCEPTED, type FileBlockType } from './embed-file.js';

/** Asks the player for a file. */
export class FilePicker {
  /** An input that is not seen; to be put into the page. */
  readonly element = html('input', { type: 'file', hidden: '' });
  #onChoice: (file: File) => void = () => {};

  constructor() {
    this.element.addEventListener('change', () => {
      const file = this.element.files?.[0];
      // Otherwise choosing the same file again would fire no event.
      this.element.value = '';
      if (file) this.#onChoice(file);
    });
  }

  /** Opens the browser's dialog; `onChoice` is not called where the player closes it. Needs a click or a key before. */
  choose(type: FileBlockType, onChoice: (file: File) => void): void {
    this.#onChoice = onChoice;
    this.element.accept = ACCEPTED[type];
    this.element.click();
  }
}
