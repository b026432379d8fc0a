import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { toBase64 } from '../../../src/model/base64.js';
import type { FileReference } from '../../../src/rig/document/rig-document.js';
import { browserFiles, memoryFiles } from '../../../src/rig/files/file-store.js';
import { loadFile } from '../../../src/rig/files/load-file.js';
import { resolveAddress } from '../../../src/rig/files/resolve-address.js';
import { sha256Hex } from '../../../src/rig/files/sha256.js';

const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * i) & 255);
const hashOf = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
const sha256 = hashOf(bytes);
const OTHER = 'f'.repeat(64);

const asked: string[] = [];
const ANSWERS: Record<string, (response: ServerResponse) => void> = {
  '/rigs/amp.nam': (response) => response.end(bytes),
  '/rigs/a%20b.nam?v=1': (response) => response.end(bytes),
  '/page.nam': (response) => response.setHeader('content-type', 'text/html').end('<!doctype html>'),
  '/stream.nam': (response) => {
    response.write(bytes.subarray(0, 2000));
    response.end(bytes.subarray(2000));
  },
  '/slow.nam': (response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 100));
  },
};
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  const answer = ANSWERS[request.url ?? ''];
  if (answer) answer(response);
  else response.writeHead(404).end();
});
let origin = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  asked.length = 0;
  vi.unstubAllGlobals();
});

const embedded = { [sha256]: { name: 'mine.nam', base64: toBase64(bytes) } };

describe('a file is found', () => {
  it('beside the rig, before anything is asked of the store or the network', async () => {
    const store = memoryFiles();
    const get = vi.spyOn(store, 'get');
    const found = await loadFile({ sha256, url: `${origin}/rigs/amp.nam` }, { embedded, store });
    expect(found).toMatchObject({ bytes, sha256, name: 'mine.nam' });
    expect([asked, get.mock.calls]).toEqual([[], []]);
    expect(await store.get(sha256), 'is kept').toEqual(bytes);
  });

  it('in the store, before anything is fetched', async () => {
    const store = memoryFiles();
    await store.put(sha256, bytes);
    expect(await loadFile({ sha256 }, { store })).toMatchObject({ bytes, name: '' });
    const found = await loadFile({ sha256, url: `${origin}/rigs/amp.nam` }, { store });
    expect(found).toMatchObject({ bytes, name: 'amp.nam' });
    expect(asked).toEqual([]);
  });

  it('at its address, relative to the rig’s, and is kept', async () => {
    const store = memoryFiles();
    const found = await loadFile({ url: 'a%20b.nam?v=1' }, { store, baseUrl: `${origin}/rigs/rig.json` });
    expect(found).toEqual({ bytes, sha256, name: 'a b.nam', url: 'a%20b.nam?v=1' });
    expect(await store.get(sha256)).toEqual(bytes);
  });

  it('at its address where neither the rig nor the store has it, or the store has something else or fails', async () => {
    const reference = { sha256, url: `${origin}/rigs/amp.nam`, name: 'Amp' };
    const wrong = memoryFiles();
    await wrong.put(sha256, bytes.subarray(1));
    const refuse = () => Promise.reject(new Error('no disk'));
    for (const store of [undefined, memoryFiles(), wrong, { get: refuse, put: refuse }]) {
      expect(await loadFile(reference, { embedded: {}, store })).toMatchObject({ bytes, name: 'Amp' });
    }
    expect(asked.length).toBe(4);
  });

  it('once where several blocks want it at the same time, and again later', async () => {
    const reference = { url: `${origin}/rigs/amp.nam` };
    await Promise.all([loadFile(reference), loadFile(reference), loadFile(reference)]);
    expect(asked.length).toBe(1);
    await loadFile(reference);
    expect(asked.length).toBe(2);
  });
});

describe('progress is told', () => {
  it.each([
    ['/rigs/amp.nam', 5000],
    ['/stream.nam', null],
  ])('of %s', async (path, total) => {
    const onProgress = vi.fn();
    await loadFile({ url: origin + path }, { onProgress });
    const loaded = onProgress.mock.calls.map(([count]) => count);
    expect(loaded.at(-1)).toBe(bytes.length);
    expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
    expect(new Set(onProgress.mock.calls.map(([, whole]) => whole))).toEqual(new Set([total]));
  });
});

describe('what cannot be had is said', () => {
  it.each([
    [{ url: '/gone.nam' }, 'load', /gone\.nam: expected a file, got HTTP status 404/],
    [{ url: '/page.nam' }, 'load', /page\.nam: expected a file, got a web page; there may be no file at this address/],
    [
      { url: '/rigs/amp.nam', sha256: OTHER },
      'load',
      /expected the file with SHA-256 f{12}…, got \w{12}…: it has changed/,
    ],
    [
      { sha256: OTHER },
      'load',
      /^f{12}: expected its bytes beside the rig or in the store, got neither, nor an address/,
    ],
    [{ sha256: OTHER, name: 'Amp' }, 'load', /^Amp: expected its bytes/],
  ] as const)('%j', async (reference: FileReference, code, message) => {
    const { url } = reference;
    const whole = url === undefined ? reference : { ...reference, url: origin + url };
    const store = memoryFiles();
    const put = vi.spyOn(store, 'put');
    const error = await loadFile(whole, { embedded, store }).catch((reason) => reason);
    expect(error).toMatchObject({ name: 'DilatoneError', code });
    expect(error.message).toMatch(message);
    expect(put).not.toHaveBeenCalled();
  });

  it('of files beside the rig: other bytes than their hash says, and no base64', async () => {
    for (const base64 of [toBase64(bytes.subarray(1)), '%%%']) {
      const error = loadFile({ sha256 }, { embedded: { [sha256]: { name: '', base64 } } });
      await expect(error).rejects.toMatchObject({ code: 'malformed', where: `rig.files.${sha256}` });
    }
    // A key of every object is no file.
    await expect(loadFile({ sha256: 'toString' }, { embedded: {} })).rejects.toMatchObject({ code: 'load' });
  });

  it('where the page is not secure', async () => {
    vi.stubGlobal('crypto', {});
    await expect(sha256Hex(bytes)).rejects.toMatchObject({ code: 'unsupported', where: 'crypto.subtle' });
  });
});

describe('a signal ends it', () => {
  it('before it begins, wherever the file is', async () => {
    const signal = AbortSignal.abort('enough');
    for (const reference of [{ sha256 }, { url: `${origin}/rigs/amp.nam` }]) {
      await expect(loadFile(reference, { embedded, signal })).rejects.toMatchObject({
        code: 'aborted',
        cause: 'enough',
      });
    }
    expect(asked).toEqual([]);
  });

  it('in the middle of a download', async () => {
    const controller = new AbortController();
    const loading = loadFile(
      { url: `${origin}/slow.nam` },
      { signal: controller.signal, onProgress: () => controller.abort('enough') },
    );
    await expect(loading).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
  });

  it('while the store is read', async () => {
    const controller = new AbortController();
    const get = async () => {
      controller.abort();
      return bytes;
    };
    const loading = loadFile({ sha256 }, { signal: controller.signal, store: { get, put: async () => {} } });
    await expect(loading).rejects.toMatchObject({ code: 'aborted' });
  });
});

it('the hash is that of everybody', async () => {
  for (const data of [new Uint8Array(0), bytes]) expect(await sha256Hex(data)).toBe(hashOf(data));
});

describe('addresses', () => {
  it.each([
    ['amp.nam', 'https://a.org/rigs/rig.json', 'https://a.org/rigs/amp.nam'],
    ['../amp.nam', new URL('https://a.org/rigs/rig.json?x'), 'https://a.org/amp.nam'],
    ['//b.org/amp.nam', 'https://a.org/', 'https://b.org/amp.nam'],
    ['https://b.org/amp.nam', 'https://a.org/', 'https://b.org/amp.nam'],
    ['data:,x', 'https://a.org/', 'data:,x'],
    ['amp.nam', undefined, 'amp.nam'],
    ['amp.nam', null, 'amp.nam'],
    ['amp.nam', 'rigs/', 'amp.nam'],
    ['amp.nam', 'data:,x', 'amp.nam'],
  ])('%s beside %s is %s', (address, base, whole) => {
    expect(resolveAddress(address, base)).toBe(whole);
  });

  it('beside an address that is itself relative are relative to the page', () => {
    vi.stubGlobal('document', { baseURI: 'https://a.org/app/index.html' });
    expect(resolveAddress('amp.nam', 'rigs/')).toBe('https://a.org/app/rigs/amp.nam');
  });
});

describe('the store of the browser', () => {
  it('keeps nothing where there is no cache, where it is forbidden, and where it fails', async () => {
    const refuse = () => Promise.reject(new Error('full'));
    const forbidden = {
      open: () => {
        throw new DOMException('no', 'SecurityError');
      },
    };
    for (const caches of [
      undefined,
      forbidden,
      { open: refuse },
      { open: async () => ({ match: refuse, put: refuse }) },
    ]) {
      vi.stubGlobal('caches', caches);
      const store = browserFiles();
      await store.put(sha256, bytes);
      expect(await store.get(sha256)).toBeNull();
    }
  });

  it('gives back what it kept, under a name of its own', async () => {
    const kept = new Map<string, Response>();
    const cache = {
      match: async (key: string) => kept.get(key)?.clone(),
      put: async (key: string, response: Response) => void kept.set(key, response),
    };
    const open = vi.fn(async (_name: string) => cache);
    vi.stubGlobal('caches', { open });
    const store = browserFiles('mine');
    expect(await store.get(sha256)).toBeNull();
    await store.put(sha256, bytes);
    expect(await store.get(sha256)).toEqual(bytes);
    expect(new Set(open.mock.calls.map(([name]) => name))).toEqual(new Set(['mine']));
  });
});
