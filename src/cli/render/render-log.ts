import { MultiBar, type SingleBar } from 'cli-progress';
import type { DilatoneError } from '../../errors.js';
import { type Io, jsonText, oneLine } from '../io.js';
import { inputErrorFields } from '../work/error-message.js';
import type { Rendered } from '../work/renderer.js';
import type { RenderJob } from './render-plan.js';

/** How many files of one command were rendered, skipped and failed. */
interface RenderCounts {
  rendered: number;
  skipped: number;
  failed: number;
}

/** How many progress events JSON has for each file. */
const PROGRESS_STEPS = 20;

/** A single file gets a progress bar if it is longer. */
const SHORT_SECONDS = 5;

/**
 * Reports what happens: errors and warnings on stderr; with `json` each event as a line on stdout, otherwise progress bars
 * on a terminal, and for each file of a batch a line on stderr.
 */
export class RenderLog {
  readonly counts: RenderCounts = { rendered: 0, skipped: 0, failed: 0 };
  readonly #io: Io;
  readonly #json: boolean;
  readonly #isBatch: boolean;
  readonly #bars: ProgressBars;
  /** The last step of progress reported, by input. */
  readonly #steps = new Map<string, number>();

  constructor(io: Io, { json, isBatch }: { json: boolean; isBatch: boolean }) {
    this.#io = io;
    this.#json = json;
    this.#isBatch = isBatch;
    this.#bars = new ProgressBars(io.stderr, { enabled: !json });
  }

  started({ input, output }: RenderJob, seconds: number): void {
    this.#event({ event: 'start', input, output, seconds });
    if (this.#isBatch || seconds > SHORT_SECONDS) this.#bars.add(input);
  }

  progressed({ input }: RenderJob, share: number): void {
    this.#bars.update(input, share);
    const step = Math.floor(share * PROGRESS_STEPS);
    if (step <= (this.#steps.get(input) ?? 0)) return;
    this.#steps.set(input, step);
    this.#event({ event: 'progress', input, share });
  }

  rendered({ input, output }: RenderJob, { frames, channels, sampleRate, clippedSamples }: Rendered): void {
    this.counts.rendered++;
    this.#event({ event: 'rendered', input, output, frames, channels, sampleRate, clippedSamples });
    this.#bars.remove(input);
    this.#line(`rendered ${output}`);
  }

  skipped({ input, output }: RenderJob): void {
    this.counts.skipped++;
    this.#event({ event: 'skipped', input, output });
    this.#line(`skipped ${output}, which is there`);
  }

  failed({ input, output }: RenderJob, error: DilatoneError): void {
    this.counts.failed++;
    this.#event({ event: 'failed', input, output, ...inputErrorFields(error) });
    this.#bars.remove(input);
    this.#print(`error: ${error.message}`);
  }

  warned(where: string, message: string): void {
    this.#event({ event: 'warning', where, message });
    this.#print(`warning: ${where}: ${message}`);
  }

  /** Removes the bars and reports the counts. */
  ended(): void {
    this.#bars.stop();
    const { rendered, skipped, failed } = this.counts;
    this.#event({ event: 'end', rendered, skipped, failed });
    this.#line(`${rendered} rendered, ${skipped} skipped, ${failed} failed`);
  }

  /** Removes the bars, also after `ended`. */
  interrupted(): void {
    this.#bars.stop();
  }

  #event(event: { readonly event: string; readonly [field: string]: unknown }): void {
    if (this.#json) this.#io.stdout.write(`${jsonText(event)}\n`);
  }

  /** A line for people about a batch; for a single file the exit code is enough. */
  #line(text: string): void {
    if (this.#isBatch && !this.#json) this.#print(text);
  }

  #print(text: string): void {
    const line = oneLine(text);
    if (!this.#bars.print(line)) this.#io.stderr.write(`${line}\n`);
  }
}

/** A progress bar for each file that is being rendered, if stderr is a terminal. */
class ProgressBars {
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

  /** Prints a line above the bars; returns false, without printing, if there are no bars. */
  print(line: string): boolean {
    if (!this.#multiBar || this.#bars.size === 0) return false;
    this.#multiBar.log(`${line}\n`);
    this.#multiBar.update();
    return true;
  }

  stop(): void {
    this.#multiBar?.stop();
    this.#multiBar = null;
    this.#bars.clear();
  }
}
