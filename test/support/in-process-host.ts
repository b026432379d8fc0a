import type { WorkletHost } from '../../src/controller/link/worklet-host.js';
import { PARAMETERS } from '../../src/live/parameters.js';
import type { Notice, ProcessorOptions, Request } from '../../src/live/protocol.js';
import { loadProcessorClass, type StandInProcessor } from './worklet-scope.js';

/** A node of any make, which gets what an AudioWorkletNode has beside. */
type PlainNode = object & { connect?(destination: object): void; disconnect?(): void };

/** A host whose processors run in this thread. */
export interface InProcessHost extends WorkletHost {
  /** Addresses of the scripts that were loaded. */
  readonly urls: string[];
  /** What the nodes were made with. */
  readonly options: AudioWorkletNodeOptions[];
  readonly processors: StandInProcessor[];
  /** Whether each node's port was closed. */
  readonly closed: boolean[];
  /** The next message that reaches a processor, or the next of a type, after it has been handled. */
  nextRequest(type?: Request['type']): Promise<Request>;
  /** Asked before a message or an engine is carried over; what it throws is thrown. */
  refuse: (message: unknown) => void;
  /** As the browser does when a processor throws. */
  killProcessor(index: number, message: string): void;
}

/** Makes a host. `createPlainNode` makes the node that stands in for an AudioWorkletNode. */
export async function inProcessHost(createPlainNode: () => PlainNode, sampleRate = 48_000): Promise<InProcessHost> {
  const construct = await loadProcessorClass(sampleRate);
  const waiting: ((request: Request) => void)[] = [];
  const errorListeners: ((event: object) => void)[] = [];
  const host: InProcessHost = {
    urls: [],
    options: [],
    processors: [],
    closed: [],
    nextRequest: (type) =>
      new Promise((resolve) => {
        const take = (request: Request) =>
          type === undefined || request.type === type ? resolve(request) : void waiting.push(take);
        waiting.push(take);
      }),
    refuse: () => {},
    addModule: async (url) => {
      host.urls.push(url);
    },
    createNode: (name, options) => {
      const { processorOptions } = options as { processorOptions: ProcessorOptions };
      host.refuse(processorOptions);
      const index = host.options.push(options) - 1;
      const processor = construct(processorOptions, name);
      host.processors.push(processor);
      host.closed.push(false);
      const port = {
        onmessage: (_event: { data: Notice }) => {},
        postMessage: (request: Request) => {
          host.refuse(request);
          // As between threads: later, in order.
          queueMicrotask(() => {
            processor.post(request);
            for (const resolve of waiting.splice(0)) resolve(request);
          });
        },
        close: () => {
          host.closed[index] = true;
        },
      };
      const deliver = (data: Notice) => queueMicrotask(() => host.closed[index] || port.onmessage({ data }));
      processor.notices.forEach(deliver);
      processor.onNotice = deliver;
      const cancelScheduledValues = () => {};
      const parameters = new Map(
        PARAMETERS.map(({ name, defaultValue }) => [name, { value: defaultValue, cancelScheduledValues }]),
      );
      const addEventListener = (_name: string, listener: (event: object) => void) => errorListeners.push(listener);
      return Object.assign(createPlainNode(), { port, parameters, addEventListener }) as never;
    },
    killProcessor: (index, message) => errorListeners[index]({ message }),
  };
  return host;
}
