import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadModel } from '../../src/controller/load-model.js';
import type { ProgressListener } from '../../src/controller/model-source.js';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';

const bytes = encodeFile(tinyWaveNet()) as Uint8Array<ArrayBuffer>;

/** Answers every request. */
const serve = (respond: () => Response | Promise<Response>) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => respond()),
  );

/** A body that never ends, and tells when it was cancelled. */
function endlessBody() {
  const cancelled = vi.fn();
  const pull = (controller: ReadableStreamDefaultController) => controller.enqueue(new Uint8Array(1000));
  return { cancelled, body: new ReadableStream({ pull, cancel: cancelled }) };
}

afterEach(() => vi.unstubAllGlobals());

describe('loadModel', () => {
  it.each([
    ['bytes', bytes],
    ['a buffer', bytes.buffer],
    ['a Blob', new Blob([bytes])],
  ])('reads %s', async (_, source) => {
    expect((await loadModel(source)).info.format).toBe('nam');
  });

  it.each(['models/amp.nam', new URL('https://example.org/amp.nam')])('fetches %s', async (source) => {
    serve(() => new Response(bytes));
    expect((await loadModel(source)).info.format).toBe('nam');
    expect(fetch).toHaveBeenCalledExactlyOnceWith(source, { signal: undefined });
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [42, 'number'],
    [{ url: 'amp.nam' }, 'object'],
  ])('is told by a TypeError that %j is no source', async (source, got) => {
    await expect(loadModel(source as never)).rejects.toThrow(
      new TypeError(`source: expected an address, a Blob or bytes, got ${got}`),
    );
  });

  it('reads bytes of another realm, as test runners hand over', async () => {
    const foreign = runInNewContext('Uint8Array.from(numbers)', { numbers: [...bytes] });
    expect(foreign).not.toBeInstanceOf(Uint8Array);
    expect((await loadModel(foreign)).info.format).toBe('nam');
  });

  it('names the address and the status where the server refuses', async () => {
    serve(() => new Response('', { status: 404, statusText: 'Not Found' }));
    await expect(loadModel('amp.nam')).rejects.toMatchObject({
      code: 'load',
      where: 'amp.nam',
      message: 'amp.nam: expected a file, got HTTP status 404 Not Found',
    });
  });

  it('names the address where there is no answer, and keeps the cause', async () => {
    const cause = new TypeError('Failed to fetch');
    serve(() => Promise.reject(cause));
    await expect(loadModel('amp.nam')).rejects.toMatchObject({ code: 'load', where: 'amp.nam', cause });
  });

  it.each([
    ['of a length that is announced', { 'content-length': String(bytes.length) }, bytes.length],
    ['of no announced length', {}, null],
    ['that is packed on the way', { 'content-length': '10', 'content-encoding': 'gzip' }, null],
  ])('tells how far a download %s has come', async (_, headers, total) => {
    const parts = [bytes.subarray(0, 10), bytes.subarray(10)];
    const pull = (body: ReadableStreamDefaultController) => {
      const part = parts.shift();
      if (part === undefined) body.close();
      else body.enqueue(part);
    };
    serve(() => new Response(new ReadableStream({ pull }), { headers: headers as HeadersInit }));
    const onProgress = vi.fn<ProgressListener>();
    await loadModel('amp.nam', { onProgress });
    expect(onProgress.mock.calls).toEqual([
      [10, total],
      [bytes.length, total],
    ]);
  });

  it('refuses a file that is announced as too long, and does not read it', async () => {
    const { body, cancelled } = endlessBody();
    serve(() => new Response(body, { headers: { 'content-length': '2000' } }));
    await expect(loadModel('amp.nam', { limits: { fileBytes: 1999 } })).rejects.toMatchObject({
      code: 'limit',
      message: 'amp.nam: expected at most 1999 bytes, got 2000',
    });
    expect(cancelled).toHaveBeenCalledOnce();
  });

  it('stops reading a file that turns out too long', async () => {
    const { body, cancelled } = endlessBody();
    serve(() => new Response(body));
    await expect(loadModel('amp.nam', { limits: { fileBytes: 5500 } })).rejects.toMatchObject({ code: 'limit' });
    expect(cancelled).toHaveBeenCalledOnce();
  });

  it('refuses a Blob and bytes that are too long', async () => {
    const limits = { fileBytes: 100 };
    await expect(loadModel(new Blob([bytes]), { limits })).rejects.toMatchObject({ code: 'limit' });
    await expect(loadModel(bytes, { limits })).rejects.toMatchObject({ code: 'limit' });
  });

  it('is ended by its signal, before and during', async () => {
    const aborted = { code: 'aborted', where: 'amp.nam', cause: 'enough' };
    await expect(loadModel('amp.nam', { signal: AbortSignal.abort('enough') })).rejects.toMatchObject(aborted);
    const controller = new AbortController();
    serve(() => {
      controller.abort('enough');
      return Promise.reject(controller.signal.reason);
    });
    await expect(loadModel('amp.nam', { signal: controller.signal })).rejects.toMatchObject(aborted);
  });

  it('is ended by its signal also where it is given bytes', async () => {
    const signal = AbortSignal.abort('enough');
    for (const source of [bytes, new File([bytes], 'amp.nam')]) {
      await expect(loadModel(source, { signal })).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
    }
    const controller = new AbortController();
    const loading = loadModel(new Blob([bytes]), { signal: controller.signal });
    controller.abort('enough');
    await expect(loading).rejects.toMatchObject({ code: 'aborted', where: 'file', cause: 'enough' });
  });

  it('tells what is wrong with the content', async () => {
    await expect(loadModel(new Blob(['nonsense']))).rejects.toMatchObject({ code: 'malformed' });
  });
});
