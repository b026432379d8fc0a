/** Whether the browser knows that there is no network. That it knows of none does not mean that hosts can be reached. */
export function isOffline(): boolean {
  // Node 20, where the messages are tested, has no navigator.
  return typeof navigator !== 'undefined' && navigator.onLine === false;
}
