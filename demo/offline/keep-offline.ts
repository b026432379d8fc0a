/**
 * Has the browser keep the built page for use without network, once it has loaded. Does nothing in development, in builds without a
 * service worker, and where the browser allows none: on insecure pages, in some private windows, in frames of another origin.
 */
export function keepOffline(): void {
  if (!import.meta.env.OFFLINE) return;
  const start = () => register().catch(() => {});
  if (document.readyState === 'complete') start();
  else addEventListener('load', start, { once: true });
}

async function register(): Promise<void> {
  const registration = await navigator.serviceWorker.register('./sw.js', { updateViaCache: 'none' });
  /** Tells a worker that waits which version this page is of. */
  const announce = (worker: ServiceWorker | null) => {
    if (worker?.state === 'installed') worker.postMessage(pageScript());
  };
  announce(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => announce(worker));
  });
}

/** The address of the page's own script, which has a hash in it. */
function pageScript(): string {
  return document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src ?? '';
}
