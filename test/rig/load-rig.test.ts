import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readRig } from '../../src/rig/document/read-rig.js';
import { loadRig } from '../../src/rig/load-rig.js';

const RIG = {
  blocks: [
    { type: 'model', model: 'amp.nam' },
    { type: 'model', model: { url: 'https://b.org/fuzz.nam' } },
    { type: 'model', model: { sha256: 'a'.repeat(64) } },
    { type: 'split', paths: [[{ type: 'cabinet', response: '../cabs/a.wav' }], [{ type: 'gain' }]] },
  ],
};
const text = JSON.stringify(RIG);

const ANSWERS: Record<string, (response: ServerResponse) => void> = {
  '/rigs/mine.json': (response) => response.end(text),
  '/moved.json': (response) => response.writeHead(302, { location: '/rigs/mine.json' }).end(),
  '/page.json': (response) => response.setHeader('content-type', 'text/html').end('<!doctype html>'),
  '/broken.json': (response) => response.end('{"blocks": [{"type": "gain", "gainDb": 99}]}'),
  '/cut.json': (response) => response.end(text.slice(0, 30)),
  '/bytes.json': (response) => response.end(Uint8Array.of(0xff, 0xfe, 0xc0)),
  '/slow.json': (response) => {
    response.write('{');
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
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** The rig with the addresses of files that lie beside it. */
const beside = () => {
  const [amp, fuzz, known, split] = readRig(RIG).blocks;
  const cabinet = { type: 'cabinet', id: 'cabinet', response: { url: `${origin}/cabs/a.wav` } };
  return [
    { ...amp, model: { url: `${origin}/rigs/amp.nam` } },
    fuzz,
    known,
    { ...split, paths: [[cabinet], [{ type: 'gain', id: 'gain' }]] },
  ];
};

it('a rig from an address has its files beside it, wherever the server sends it on', async () => {
  const address = `${origin}/rigs/mine.json`;
  for (const source of [address, new URL(address), await fetch(address), `${origin}/moved.json`]) {
    expect((await loadRig(source)).blocks).toEqual(beside());
  }
});

it('a rig from bytes keeps its addresses', async () => {
  const bytes = new TextEncoder().encode(text);
  const withMark = Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes);
  for (const source of [bytes, bytes.buffer, new Blob([text]), new Response(text), withMark]) {
    expect(await loadRig(source)).toEqual(readRig(RIG));
  }
});

it('progress is told', async () => {
  const onProgress = vi.fn();
  await loadRig(`${origin}/rigs/mine.json`, { onProgress });
  expect(onProgress.mock.lastCall).toEqual([text.length, text.length]);
});

it.each([
  ['gone.json', 'load', /^: expected a file, got HTTP status 404/],
  ['page.json', 'load', /^: expected a rig, got a web page; there may be no file at this address$/],
  ['broken.json', 'malformed', /^: rig\.blocks\[0\]\.gainDb: expected -60 to 40, got 99$/],
  ['cut.json', 'malformed', /^: rig: expected JSON, got SyntaxError/],
  ['bytes.json', 'malformed', /^: rig: expected JSON, got bytes that are no text$/],
])('the error of %s begins with its address', async (file, code, rest) => {
  const error = await loadRig(`${origin}/${file}`).catch((reason) => reason);
  expect(error).toMatchObject({ name: 'DilatoneError', code });
  expect(error.message.startsWith(`${origin}/${file}`)).toBe(true);
  expect(error.message.slice(`${origin}/${file}`.length)).toMatch(rest);
});

it('the error of a file begins with its name, that of bytes with the place', async () => {
  const broken = '[{"type": "gain", "gainDb": 99}]';
  await expect(loadRig(new File([broken], 'my.json'))).rejects.toMatchObject({
    where: 'my.json: rig.blocks[0].gainDb',
  });
  await expect(loadRig(new Blob([broken]))).rejects.toMatchObject({ where: 'rig.blocks[0].gainDb' });
  await expect(loadRig(RIG as never)).rejects.toThrow(TypeError);
});

it('a signal ends it, before and in the middle', async () => {
  const controller = new AbortController();
  const onProgress = () => controller.abort('enough');
  const loading = loadRig(`${origin}/slow.json`, { signal: controller.signal, onProgress });
  await expect(loading).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
  await expect(loadRig(new Blob([text]), { signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' });
});
