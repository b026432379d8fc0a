import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadModel } from '../../src/controller/load-model.js';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';

const bytes = encodeFile(tinyWaveNet()) as Uint8Array<ArrayBuffer>;
/** A file whose fault lies deep in it. */
const broken = encodeFile({ ...tinyWaveNet(), architecture: 'Nonesuch' });

/** What a real server answers, by path. */
const ANSWERS: Record<string, (response: ServerResponse) => void> = {
  '/amp.nam': (response) => response.end(bytes),
  '/broken.nam': (response) => response.end(broken),
  '/page.nam': (response) =>
    response.setHeader('content-type', 'text/html').end('<!-- app -->\n<!doctype html><title>App'),
  '/empty.nam': (response) => response.end(),
  '/busy.nam': (response) => response.writeHead(500).end('<h1>no</h1>'),
  '/moved.nam': (response) => response.writeHead(302, { location: '/page.nam' }).end(),
  '/away.nam': (response) => response.writeHead(302, { location: '/amp.nam' }).end(),
  '/cut.nam': (response) => {
    response.writeHead(200, { 'content-length': bytes.length + 10 });
    response.write(bytes, () => response.socket?.destroy());
  },
};

const server = createServer((request, response) => {
  const answer = ANSWERS[request.url ?? ''];
  if (answer) answer(response);
  else response.writeHead(404).end();
});
let origin = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
afterEach(() => vi.unstubAllGlobals());

describe('an error of a download begins with its address', () => {
  it.each([
    ['missing.nam', 'load', ': expected a file, got HTTP status 404 Not Found'],
    ['busy.nam', 'load', ': expected a file, got HTTP status 500 Internal Server Error'],
    ['page.nam', 'malformed', /^: expected a \.nam.*; there may be no file at this address$/],
    ['moved.nam', 'malformed', /^ \(sent on to http.*page\.nam\): expected a \.nam.*no file at this address$/],
    ['empty.nam', 'malformed', /^: expected a \.nam.*an empty file$/],
    ['cut.nam', 'load', /^: expected readable bytes, got TypeError: terminated/],
    ['broken.nam', 'unsupported', /^: architecture: expected /],
  ])('%s', async (file, code, rest) => {
    const address = `${origin}/${file}`;
    for (const source of [address, new URL(address)]) {
      const error = await loadModel(source).catch((reason) => reason);
      expect(error).toMatchObject({ name: 'DilatoneError', code });
      expect(error.where.startsWith(address)).toBe(true);
      expect(error.message.startsWith(error.where)).toBe(true);
      expect(error.message.slice(address.length)).toMatch(rest);
    }
  });

  it('also where nobody listens, with the reason', async () => {
    const address = 'http://127.0.0.1:1/amp.nam';
    const error = await loadModel(address).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'load', where: address });
    expect(error.message).toMatch(/got TypeError: fetch failed \(.+\); .*CORS/);
  });

  it('follows to where the server sends it on', async () => {
    expect((await loadModel(`${origin}/away.nam`)).info.format).toBe('nam');
  });

  it('keeps the error of the file as its cause', async () => {
    await expect(loadModel(`${origin}/broken.nam`)).rejects.toMatchObject({
      where: `${origin}/broken.nam: architecture`,
      cause: { where: 'architecture', code: 'unsupported' },
    });
  });
});

describe('the answer of fetch', () => {
  it('is a source', async () => {
    expect((await loadModel(await fetch(`${origin}/amp.nam`))).info.format).toBe('nam');
    expect((await loadModel(new Response(bytes))).info.format).toBe('nam');
  });

  it('names its address', async () => {
    const missing = await fetch(`${origin}/missing.nam`);
    await expect(loadModel(missing)).rejects.toMatchObject({ code: 'load', where: `${origin}/missing.nam` });
    const page = new Response('<html>', { headers: { 'content-type': 'text/html' } });
    await expect(loadModel(page)).rejects.toMatchObject({ code: 'malformed', where: 'file' });
  });

  it('cannot be read twice', async () => {
    const response = new Response(bytes);
    await response.arrayBuffer();
    await expect(loadModel(response)).rejects.toThrow(
      'file: expected an answer that was not read yet, got one that was',
    );
  });
});

describe('an error of a file begins with its name', () => {
  it.each([
    ['malformed', new File(['nonsense'], 'my amp.nam'), /^my amp\.nam: expected/],
    [
      'unsupported',
      new File([broken as Uint8Array<ArrayBuffer>], 'my amp.nam'),
      /^my amp\.nam: architecture: expected/,
    ],
    ['malformed', new File([], 'empty.nam'), /^empty\.nam: expected .*an empty file$/],
    ['unsupported', new Blob([broken as Uint8Array<ArrayBuffer>]), /^architecture: expected/],
    ['malformed', new Blob([]), /^file: expected .*an empty file$/],
  ])('%s: %o', async (code, file, message) => {
    const error = await loadModel(file).catch((reason) => reason);
    expect(error).toMatchObject({ code });
    expect(error.message).toMatch(message);
  });

  it('also where it cannot be read any more', async () => {
    const file = new File([bytes], 'gone.nam');
    const cause = new DOMException('gone', 'NotReadableError');
    file.arrayBuffer = () => Promise.reject(cause);
    await expect(loadModel(file)).rejects.toMatchObject({ code: 'load', where: 'gone.nam', cause });
  });
});

describe('a long address is shortened', () => {
  it.each([
    [`data:application/json;base64,${'AAAA'.repeat(10_000)}`, 'data:application/json;base64…'],
    [`data:,${'x'.repeat(1000)}`, 'data:…'],
    ['blob:nodedata:5a5d1b0e-6f1e-4f64-a1d7-000000000000', 'blob:…'],
  ])('%.40s', async (address, where) => {
    await expect(loadModel(address)).rejects.toMatchObject({ where });
  });

  it('as others of more than 120 characters are', async () => {
    const address = `${origin}/missing.nam?token=${'t'.repeat(500)}`;
    const error = await loadModel(address).catch((reason) => reason);
    expect(error.where).toHaveLength(121);
    expect(address.startsWith(error.where.slice(0, -1))).toBe(true);
  });

  it('and works all the same', async () => {
    const address = `data:application/json;base64,${Buffer.from(bytes).toString('base64')}`;
    expect((await loadModel(address)).info.format).toBe('nam');
    const object = URL.createObjectURL(new Blob([bytes]));
    expect((await loadModel(object)).info.format).toBe('nam');
  });
});

describe('in Node, a path that is no address', () => {
  it.each(['amp.nam', './models/amp.nam', '/home/me/amp.nam', 'C:\\amps\\amp.nam', pathToFileURL('/amp.nam')])(
    '%s says what to do',
    async (path) => {
      const error = await loadModel(path).catch((reason) => reason);
      expect(error).toMatchObject({ code: 'load', where: String(path) });
      expect(error.message).toContain('loadModel(await readFile(path))');
    },
  );
});

describe('outside of Node', () => {
  const failure = new TypeError('Failed to fetch');

  it.each([
    ['in a worker without an address', 'amp.nam', 'blob:https://example.org/1', 'new URL(path, import.meta.url)'],
    ['on a page', 'amp.nam', 'https://example.org/app/', 'CORS'],
    ['for a file', 'file:///amp.nam', 'file:///app.html', 'pass a File, or serve it'],
  ])('%s says what to do', async (_, address, href, advice) => {
    vi.stubGlobal('process', undefined);
    vi.stubGlobal('location', { href });
    vi.stubGlobal('fetch', () => Promise.reject(failure));
    const error = await loadModel(address).catch((reason) => reason);
    vi.unstubAllGlobals();
    expect(error).toMatchObject({ code: 'load', where: address, cause: failure });
    expect(error.message).toContain(advice);
  });

  it('an opaque answer is no file', async () => {
    const opaque = { type: 'opaque', ok: false, status: 0, url: '', [Symbol.toStringTag]: 'Response' };
    await expect(loadModel(opaque as never)).rejects.toThrow('fetch without no-cors');
  });
});

describe('bytes', () => {
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  const memory = new WebAssembly.Memory({ initial: 1 });
  new Uint8Array(memory.buffer).set(bytes, 100);

  it.each([
    ['an ArrayBuffer', bytes.slice().buffer],
    ['a Buffer that lies in a larger one', Buffer.concat([Buffer.alloc(10), bytes]).subarray(10)],
    ['a DataView', new DataView(bytes.slice().buffer)],
    ['shared memory', shared],
    ['a view of shared memory', new Uint8Array(shared)],
    ['a view of memory that grows', new Uint8Array(memory.buffer, 100, bytes.length)],
    ['an ArrayBuffer of another realm', runInNewContext('Uint8Array.from(numbers).buffer', { numbers: [...bytes] })],
  ])('may be %s', async (_, source) => {
    expect((await loadModel(source)).info.format).toBe('nam');
  });

  it('that were transferred are a mistake of the caller', async () => {
    const sent = bytes.slice();
    structuredClone(sent, { transfer: [sent.buffer] });
    for (const source of [sent, sent.buffer]) {
      await expect(loadModel(source)).rejects.toThrow(
        new TypeError('source: expected bytes, got a buffer that was transferred to another thread'),
      );
    }
  });
});

describe('a mistake of the caller is a TypeError', () => {
  const text = new TextDecoder().decode(bytes);

  it.each([
    ['', 'an empty one'],
    [text, 'the text of a file; pass its bytes, such as new Blob([text])'],
    [`\n  ${text}`, 'the text of a file; pass its bytes, such as new Blob([text])'],
    ['<!doctype html>', 'the text of a file; pass its bytes, such as new Blob([text])'],
    [JSON.parse(text), 'the parsed content of a file; pass its bytes'],
    [loadModel(bytes), 'a Promise; is an await missing?'],
    [[bytes], 'Array'],
    [new Map(), 'Map'],
    [() => bytes, 'function'],
    [Symbol('amp'), 'symbol'],
    [true, 'boolean'],
  ])('%.20o', async (source, got) => {
    await expect(loadModel(source)).rejects.toThrow(
      new TypeError(`source: expected an address, a Blob or bytes, got ${got}`),
    );
  });

  it('also a model that is loaded already', async () => {
    const model = (await loadModel(bytes)) as never;
    await expect(loadModel(model)).rejects.toThrow('got a model that is loaded already');
  });
});
