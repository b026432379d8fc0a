// Keeps the page for use without network. `tools/vite-offline.ts` builds it, and puts in what it keeps.

/** Hash of all files: a build that differs in anything has another one. */
declare const VERSION: string;
/** Files with a hash in their names, relative to the page's folder: of such a name there is only one content. */
declare const HASHED_FILES: readonly string[];
/** Files whose names stay: pages, the manifest, icons. */
declare const NAMED_FILES: readonly string[];

/** How long a page may take to come before the one that is kept is shown. */
const PATIENCE_MS = 3000;

const worker = self as unknown as ServiceWorkerGlobalScope;
const { scope } = worker.registration;
/** Several folders of a host may have a page of ours each. */
const PREFIX = `dilatone ${scope} `;
const CACHE = PREFIX + VERSION;
/** What was read of the docs. It outlives versions, as all that is in it is only for want of the network's. */
const DOCS_CACHE = `${PREFIX}docs`;

const hashedFiles = new Set(HASHED_FILES);
const namedFiles = new Set(NAMED_FILES);
const DOCS = /^(docs|api)\//;

worker.addEventListener('install', (event) => event.waitUntil(keepAll()));
worker.addEventListener('activate', (event) => event.waitUntil(begin()));
worker.addEventListener('message', (event) => event.waitUntil(beginIfAlone(event.data)));

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || request.headers.has('range')) return;
  const path = pathOf(request.url);
  if (path === null) return;
  if (DOCS.test(path)) event.respondWith(networkFirst(request));
  else if (request.mode === 'navigate' && namedFiles.has(path)) event.respondWith(page(request, path));
  else if (hashedFiles.has(path) || namedFiles.has(path)) event.respondWith(cacheFirst(request, path));
});

/** The path of an address below the page's folder; null for other places. */
function pathOf(address: string): string | null {
  const { origin, pathname } = new URL(address);
  const whole = origin + pathname;
  return whole.startsWith(scope) ? whole.slice(scope.length) || 'index.html' : null;
}

const addressOf = (path: string) => new URL(path, scope).href;

/** Keeps all files of this version, or fails: then the version before stays. */
async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all([
    ...HASHED_FILES.map(async (path) => {
      const address = addressOf(path);
      // The version before may have it.
      const kept = await caches.match(address);
      if (!kept) await cache.put(address, await fetchWhole(address, 'default'));
      else if (!(await cache.match(address))) await cache.put(address, kept);
    }),
    ...NAMED_FILES.map(async (path) => {
      // Hosts may redirect `index.html` to its folder.
      const response = await fetchWhole(path === 'index.html' ? scope : addressOf(path), 'reload');
      if (path.endsWith('.html')) expectOwnFiles(await response.clone().text());
      await cache.put(addressOf(path), response);
    }),
  ]);
}

/** Throws if a page refers to files of another version: then the files on the host are being exchanged. */
function expectOwnFiles(html: string): void {
  const stranger = html.match(/\bassets\/[\w.-]+/g)?.find((path) => !hashedFiles.has(path));
  if (stranger !== undefined) throw new Error(`expected a page of version ${VERSION}, got one with ${stranger}`);
}

async function fetchWhole(address: string, cache: RequestCache): Promise<Response> {
  const response = await fetch(address, { cache });
  if (!response.ok) throw new Error(`${address}: expected a file, got status ${response.status}`);
  // Browsers show no page that came by a redirection.
  return response.redirected ? new Response(response.body, { headers: response.headers }) : response;
}

/** Removes the versions before. No page of theirs is open: browsers wait for that. */
async function begin(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE && name !== DOCS_CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** Begins before the page is closed, if the only page that is open has come from the network in this version. */
async function beginIfAlone(script: unknown): Promise<void> {
  if (typeof script !== 'string' || !hashedFiles.has(pathOf(script) ?? '')) return;
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.filter(({ url }) => url.startsWith(scope)).length <= 1) await worker.skipWaiting();
}

async function kept(path: string): Promise<Response | undefined> {
  return (await caches.open(CACHE)).match(addressOf(path));
}

async function cacheFirst(request: Request, path: string): Promise<Response> {
  return (await kept(path)) ?? fetch(request);
}

/** A page of the network, as it may be a newer one: its files have other names. Else the one that is kept. */
async function page(request: Request, path: string): Promise<Response> {
  const own = await kept(path);
  const fetched = fetch(request);
  if (own === undefined) return fetched;
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(own), PATIENCE_MS));
  const current = fetched.then((response) => (response.status < 500 ? response : own));
  return Promise.race([current.catch(() => own), late]);
}

async function networkFirst(request: Request): Promise<Response> {
  const cache = await caches.open(DOCS_CACHE);
  try {
    const response = await fetch(request);
    if (response.status === 200) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    const known = await cache.match(request, { ignoreSearch: true });
    if (known === undefined) throw error;
    return known;
  }
}
