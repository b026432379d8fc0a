/** The part of a MessagePort that is used here; this room has no DOM types. */
interface Port {
  onmessage: (() => void) | null;
  postMessage(message: null): void;
  close(): void;
}

/** Pages, workers and Node have at least one of these; an audio worklet has neither. */
declare const MessageChannel: (new () => { readonly port1: Port; readonly port2: Port }) | undefined;
declare const setTimeout: ((callback: () => void) => unknown) | undefined;

/**
 * Yields to the event loop, so that events, timers and painting run. It posts a message rather than setting a timer:
 * browsers clamp timers to 4 ms, and to a second in a hidden page.
 */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof MessageChannel !== 'undefined') {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    } else if (typeof setTimeout !== 'undefined') {
      setTimeout(resolve);
    } else {
      resolve();
    }
  });
}
