import { DilatoneError } from '../../errors.js';
import type { Answer, Command, Outcome } from '../../live/protocol.js';
import { noteLoad } from '../node/context-load.js';
import type { ProcessorLink } from './processor-link.js';
import { watchChange } from './watch-change.js';
import type { AnyAudioContext } from './worklet-host.js';

const CLOSED = 'expected a context in use, got one that was closed';

/** Asks a processor for things, and sees to it that each comes to an end. */
export class ProcessorRequests {
  readonly #link: ProcessorLink;
  readonly #context: AnyAudioContext;

  constructor(link: ProcessorLink, context: AnyAudioContext) {
    this.#link = link;
    this.#context = context;
  }

  /** Rejects with a DilatoneError where the processor fails, or is no more; `where` is what that is said about. */
  async ask(where: string, command: Command): Promise<Answer> {
    if (this.#context.state === 'closed') throw new DilatoneError('worklet', where, CLOSED);
    const answer = await this.#link.request(command);
    if (answer.outcome === 'failed') throw new DilatoneError('worklet', where, answer.detail);
    return answer;
  }

  /** Has the audio thread change to engines that need a share of its time. */
  async swapEngines(command: Extract<Command, { type: 'setEngine' }>, share: number): Promise<Outcome['outcome']> {
    const { warmFrames, catchUpSpeed, fadeFrames } = command.plan;
    const seconds = (warmFrames + fadeFrames) / this.#context.sampleRate;
    const stopWatch = watchChange(this.#context, seconds, () => this.#finishSwap());
    noteLoad(this.#context, command, catchUpSpeed === 'immediate' ? 0 : share * catchUpSpeed);
    try {
      return (await this.ask('setModel', command)).outcome;
    } finally {
      stopWatch();
      noteLoad(this.#context, command, 0);
    }
  }

  /** Ends at once the change that the audio thread does not get to the end of. */
  #finishSwap(): void {
    if (this.#context.state === 'closed') this.#link.end(CLOSED);
    else this.#link.request({ type: 'finishSwap' }).catch(() => {});
  }
}
