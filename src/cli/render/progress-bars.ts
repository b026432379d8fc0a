import { MultiBar, type SingleBar } from 'cli-progress';
import { type Io, oneLine } from '../io.js';

/** A bar on the terminal for each file in work; nothing where stderr is no terminal. */
export class ProgressBars {
  readonly #stream: Io['stderr'];
  readonly #enabled: boolean;
  readonly #bars = new Map<string, SingleBar>();
  #multiBar: MultiBar | null = null;

  constructor(stream: Io['stderr'], { enabled }: { enabled: boolean }) {
    this.#stream = stream;
    this.#enabled = enabled && stream.isTTY === true;
  }

  add(name: string): void {
    if (!this.#enabled) return;
    this.#multiBar ??= new MultiBar({
      format: 'rendering {bar} {percentage}%, {eta_formatted} left  {name}',
      stream: this.#stream,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      hideCursor: true,
      clearOnComplete: true,
    });
    this.#bars.set(name, this.#multiBar.create(1, 0, { name: oneLine(name) }));
    this.#multiBar.update();
  }

  update(name: string, share: number): void {
    this.#bars.get(name)?.update(share);
  }

  remove(name: string): void {
    const bar = this.#bars.get(name);
    if (bar) this.#multiBar?.remove(bar);
    this.#bars.delete(name);
  }

  /** Prints a line above the bars; false where there are none, and the caller may print as it likes. */
  print(line: string): boolean {
    if (!this.#multiBar || this.#bars.size === 0) return false;
    this.#multiBar.log(`${line}\n`);
    this.#multiBar.update();
    return true;
  }

  /** Takes all bars away. */
  stop(): void {
    this.#multiBar?.stop();
    this.#multiBar = null;
    this.#bars.clear();
  }
}
