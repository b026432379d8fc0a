import type { DilatoneError } from '../../errors.js';
import { type Io, oneLine } from '../io.js';
import { ProgressBars } from './progress-bars.js';
import { toPlainError } from './render-messages.js';
import type { RenderJob } from './render-plan.js';
import type { Rendered } from './renderer.js';

/** How the files of one command came out. */
export interface RenderCounts {
  rendered: number;
  skipped: number;
  failed: number;
}

/** How many steps of progress JSON tells of each file. */
const STEPS = 20;

/**
 * Tells what happens: errors and warnings on stderr, for JSON each event as a line on stdout, otherwise bars on a terminal,
 * and a line on stderr for each file of a batch.
 */
export class RenderLog {
  readonly counts: RenderCounts = { rendered: 0, skipped: 0, failed: 0 };
  readonly #io: Io;
  readonly #json: boolean;
  readonly #isBatch: boolean;
  readonly #bars: ProgressBars;
  readonly #step = new Map<string, number>();

  constructor(io: Io, { json, isBatch }: { json: boolean; isBatch: boolean }) {
    this.#io = io;
    this.#json = json;
    this.#isBatch = isBatch;
    this.#bars = new ProgressBars(io.stderr, { enabled: !json });
  }

  started({ input, output }: RenderJob, seconds: number): void {
    this.#event({ event: 'start', input, output, seconds });
    if (this.#isBatch || seconds > 5) this.#bars.add(input);
  }

  progressed({ input }: RenderJob, share: number): void {
    this.#bars.update(input, share);
    const step = Math.floor(share * STEPS);
    if (step <= (this.#step.get(input) ?? 0)) return;
    this.#step.set(input, step);
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
    this.#event({ event: 'failed', input, output, ...toPlainError(error) });
    this.#bars.remove(input);
    this.#print(`error: ${oneLine(error.message)}`);
  }

  warned(where: string, message: string): void {
    this.#event({ event: 'warning', where, message });
    this.#print(`warning: ${where}: ${oneLine(message)}`);
  }

  /** Says how it came out, and leaves the terminal in order. */
  ended(): void {
    this.#bars.stop();
    const { rendered, skipped, failed } = this.counts;
    this.#event({ event: 'end', rendered, skipped, failed });
    this.#line(`${rendered} rendered, ${skipped} skipped, ${failed} failed`);
  }

  /** Takes the bars away. */
  interrupted(): void {
    this.#bars.stop();
  }

  #event(event: { readonly event: string; readonly [field: string]: unknown }): void {
    if (this.#json) this.#io.stdout.write(`${JSON.stringify(event)}\n`);
  }

  /** For people, of a batch only: of one file the exit code says it all. */
  #line(text: string): void {
    if (this.#isBatch && !this.#json) this.#print(text);
  }

  #print(text: string): void {
    if (!this.#bars.print(oneLine(text))) this.#io.stderr.write(`${oneLine(text)}\n`);
  }
}
