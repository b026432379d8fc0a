/** A MIDI input without a device. */
export class StubInput extends EventTarget {
  readonly id: string;
  readonly name: string | null;
  state: 'connected' | 'disconnected' = 'connected';
  connection = 'closed';
  /** What opening fails with; null if it does not. */
  failure: unknown = null;

  constructor(id: string, name: string | null = null) {
    super();
    this.id = id;
    this.name = name;
  }

  async open(): Promise<this> {
    if (this.failure !== null) throw this.failure;
    this.connection = 'open';
    return this;
  }

  async close(): Promise<this> {
    this.connection = 'closed';
    return this;
  }

  /** Sends one message, as the device would. */
  send(...data: readonly number[]): void {
    if (this.connection === 'open' && this.state === 'connected') this.deliver(Uint8Array.from(data));
  }

  /** Hands any data to the listeners. */
  deliver(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event('midimessage'), { data }));
  }
}

/** MIDI of a browser without devices. */
export class StubAccess extends EventTarget {
  readonly inputs = new Map<string, StubInput>();

  constructor(...inputs: readonly StubInput[]) {
    super();
    for (const input of inputs) this.inputs.set(input.id, input);
  }

  plug(input: StubInput): void {
    this.inputs.set(input.id, input);
    input.state = 'connected';
    this.dispatchEvent(new Event('statechange'));
  }

  /** As browsers do: the port stays in the list, and its connection waits. */
  unplug(input: StubInput): void {
    input.state = 'disconnected';
    input.connection = 'pending';
    this.dispatchEvent(new Event('statechange'));
  }
}
