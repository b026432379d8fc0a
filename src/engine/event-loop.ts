/** The part of a MessagePort that is used here; this room has no DOM types. */
interface Port {
  onmessage: (() => void) | null;
  postMessage(message: null): void;
  close(): void;
}

/** What pages, workers and Node have in common to wait for a turn of the event loop; an audio worklet has neither. */
declare const MessageChannel: (new () => { readonly port1: Port; readonly port2: Port }) | undefined;
declare const setTimeout: ((callback: () => void) => unknown) | undefined;

/**
 * Lets everything run that waits: events, timers, painting. A message is preferred to a timer, which browsers hold back
 * by 4 ms, and by a second in a hidden page.
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
