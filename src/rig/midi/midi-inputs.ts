import { DilatoneError } from '../../errors.js';
import type { MidiAccessLike, MidiInputPort } from './midi-access.js';
import { type MidiMessage, readMidiMessage } from './midi-message.js';

/** Which inputs to listen to: all of them, or those of an id or a name in a list. */
export type InputChoice = 'all' | readonly string[];

/** An input that the browser knows. */
export interface MidiInputInfo {
  /** The browser's id of the input. */
  readonly id: string;
  /** Empty where the browser tells none. */
  readonly name: string;
  /** Whether it is plugged in now. */
  readonly isConnected: boolean;
  /** Whether it is listened to, as soon as it is connected. */
  readonly isSelected: boolean;
}

/** Callbacks for messages, plugging and errors of inputs. */
interface InputListeners {
  readonly onMessage: (message: MidiMessage) => void;
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

/** Listens to the inputs that were chosen, those that are plugged in later included. */
export class MidiInputs {
  readonly #access: MidiAccessLike;
  readonly #listeners: InputListeners;
  /** Whether ports may be closed: they are nobody else's. */
  readonly #isOwner: boolean;
  readonly #heard = new Set<MidiInputPort>();
  #choice: InputChoice;

  constructor(access: MidiAccessLike, isOwner: boolean, choice: InputChoice, listeners: InputListeners) {
    this.#access = access;
    this.#isOwner = isOwner;
    this.#choice = choice;
    this.#listeners = listeners;
    access.addEventListener('statechange', this.#update);
    this.#listen();
  }

  /** All inputs that the browser knows now. */
  list(): MidiInputInfo[] {
    return this.#ports().map((port) => ({
      id: port.id,
      name: port.name ?? '',
      isConnected: port.state === 'connected',
      isSelected: this.#isChosen(port),
    }));
  }

  /** Listens to others from now on. */
  select(choice: InputChoice): void {
    this.#choice = choice;
    this.#listen();
  }

  /** Listens to none any more. */
  dispose(): void {
    this.#access.removeEventListener('statechange', this.#update);
    for (const port of [...this.#heard]) this.#leave(port);
  }

  readonly #update = () => {
    this.#listen();
    this.#listeners.onChange();
  };

  readonly #receive = (event: Event) => {
    const message = readMidiMessage((event as Event & { readonly data?: ArrayLike<number> | null }).data);
    if (message !== null) this.#listeners.onMessage(message);
  };

  #ports(): MidiInputPort[] {
    const ports: MidiInputPort[] = [];
    this.#access.inputs.forEach((port) => {
      ports.push(port);
    });
    return ports;
  }

  #isChosen({ id, name }: MidiInputPort): boolean {
    const choice = this.#choice;
    return choice === 'all' || choice.includes(id) || (!!name && choice.includes(name));
  }

  #listen(): void {
    const wanted = new Set(this.#ports().filter((port) => port.state === 'connected' && this.#isChosen(port)));
    // A port that is plugged in again may be another object.
    for (const port of [...this.#heard]) if (!wanted.has(port)) this.#leave(port);
    for (const port of wanted) if (!this.#heard.has(port)) this.#hear(port);
  }

  #hear(port: MidiInputPort): void {
    this.#heard.add(port);
    port.addEventListener('midimessage', this.#receive);
    port.open().catch((cause: unknown) => {
      if (!this.#heard.has(port)) return;
      const detail = `expected an input that is free, got ${cause}; another program may be using it`;
      this.#listeners.onError(new DilatoneError('midi', port.name ?? port.id, detail, { cause }));
    });
  }

  #leave(port: MidiInputPort): void {
    this.#heard.delete(port);
    port.removeEventListener('midimessage', this.#receive);
    if (this.#isOwner) port.close().catch(() => {});
  }
}
