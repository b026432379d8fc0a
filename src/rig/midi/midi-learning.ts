import { DilatoneError } from '../../errors.js';
import { HELD } from './midi-control.js';
import type { BypassMapping, MidiMapping, MidiTarget } from './midi-mapping.js';
import type { MidiMessage } from './midi-message.js';

/** What waits for a knob to be moved. */
interface Lesson {
  readonly target: MidiTarget;
  readonly resolve: (mapping: MidiMapping) => void;
  readonly reject: (error: unknown) => void;
}

/** First of the channel mode messages, which no knob sends. */
const CHANNEL_MODE = 120;
/** Controllers that say what others mean: banks, and the numbers of registered parameters. */
const ADDRESSING = new Set([0, 32, 98, 99, 100, 101]);

/** Waits for the controller or note that is to move a target. */
export class MidiLearning {
  #lesson: Lesson | null = null;

  /** Resolves with the mapping made of the next control that is moved. Rejects with a DilatoneError `aborted` or that of `end`. */
  async learn(target: MidiTarget, signal: AbortSignal | undefined): Promise<MidiMapping> {
    expectWanted(signal);
    this.end(new DilatoneError('aborted', 'midi', 'expected a control to be moved, got a later wish to learn'));
    let onAbort = () => {};
    const learned = new Promise<MidiMapping>((resolve, reject) => {
      const lesson = { target, resolve, reject };
      this.#lesson = lesson;
      onAbort = () => {
        if (this.#lesson === lesson) this.#lesson = null;
        reject(new DilatoneError('aborted', 'midi', 'ended by the caller', { cause: signal?.reason }));
      };
      signal?.addEventListener('abort', onAbort);
    });
    try {
      return await learned;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** The mapping that a message makes, if one is waited for, and it is from a fitting control; else null. */
  receive(message: MidiMessage): MidiMapping | null {
    const lesson = this.#lesson;
    const mapping = lesson && mappingOf(lesson.target, message);
    if (lesson === null || mapping === null) return null;
    this.#lesson = null;
    lesson.resolve(mapping);
    return mapping;
  }

  /** Ends the waiting, if there is any. */
  end(error: DilatoneError): void {
    this.#lesson?.reject(error);
    this.#lesson = null;
  }
}

function mappingOf(target: MidiTarget, message: MidiMessage): MidiMapping | null {
  const { channel } = message;
  switch (message.kind) {
    case 'note':
      return 'bypass' in target && message.isOn ? { ...target, channel, note: message.note } : null;
    case 'controller': {
      const { controller, value } = message;
      if (controller >= CHANNEL_MODE || ADDRESSING.has(controller)) return null;
      if (!('bypass' in target)) return { ...target, channel, controller };
      // Not a switch that is only let go.
      return value >= HELD ? ({ ...target, channel, controller } satisfies BypassMapping) : null;
    }
    default:
      return null;
  }
}

function expectWanted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new DilatoneError('aborted', 'midi', 'ended by the caller', { cause: signal.reason });
}
