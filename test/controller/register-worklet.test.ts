import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as worklets from '../../src/controller/link/worklet-host.js';
import { NODE_SCRIPT } from '../../src/controller/node/node-script.js';
import { PROCESSOR_NAME } from '../../src/live/protocol.js';
import { VERSION } from '../../src/live/version.js';

const registerWorklet = (context: object, to: worklets.WorkletHost, url?: URL | string) =>
  worklets.registerWorklet(context, to, NODE_SCRIPT, url);

const replaceWorklet = (context: object, to: worklets.WorkletHost, wrong: worklets.Registration, error: unknown) =>
  worklets.replaceWorklet(context, to, NODE_SCRIPT, wrong, error);

/** A host that records the addresses it is given, and refuses those that `refused` says. */
function hostThat(refused: (url: string) => boolean) {
  const urls: string[] = [];
  const addModule = vi.fn(async (url: string) => {
    urls.push(url);
    if (refused(url)) throw new DOMException(UNABLE, 'AbortError');
  });
  return { urls, addModule, createNode: () => expect.unreachable() };
}

/** Runs the script that hosts are handed, in a stand-in for the audio worklet's scope. */
async function runScript(registerProcessor: (name: string, processor: unknown) => void): Promise<void> {
  let script = '';
  const host = hostThat(() => false);
  host.addModule.mockImplementation(async (url) => {
    script = await (await fetch(url)).text();
  });
  await registerWorklet({}, host);
  class AudioWorkletProcessor {}
  // A syntax error here is one in the worklet scope, and in the function that some hosts wrap around it.
  new Function('AudioWorkletProcessor', 'registerProcessor', script)(AudioWorkletProcessor, registerProcessor);
}

const UNABLE = 'Unable to load a worklet’s module.';

const script = (text: string, type = 'text/javascript') => new Response(text, { headers: { 'content-type': type } });

const isBlob = (url: string) => url.startsWith('blob:');

afterEach(() => vi.restoreAllMocks());

describe('registering the worklet', () => {
  it('loads a Blob once per context, also when asked twice at a time', async () => {
    const host = hostThat(() => false);
    const context = {};
    await Promise.all([registerWorklet(context, host), registerWorklet(context, host)]);
    await registerWorklet(context, host);
    expect(host.urls).toHaveLength(1);
    expect(host.urls[0]).toMatch(/^blob:/);
    await registerWorklet({}, host);
    expect(host.urls).toHaveLength(2);
  });

  it('hands over a classic script that imports and exports nothing', async () => {
    const registerProcessor = vi.fn();
    await runScript(registerProcessor);
    expect(registerProcessor).toHaveBeenCalledExactlyOnceWith(PROCESSOR_NAME, expect.any(Function));
  });

  it('leaves a scope alone where another copy of the package has registered the same', async () => {
    const refuseWith = (name: string) => () => {
      throw new DOMException('A processor with that name is already registered.', name);
    };
    await expect(runScript(refuseWith('NotSupportedError'))).resolves.toBeUndefined();
    await expect(runScript(refuseWith('InvalidStateError'))).rejects.toThrow();
  });

  it('registers each version under a name of its own', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(VERSION).toBe(manifest.version);
    expect(PROCESSOR_NAME).toContain(VERSION);
  });

  it('takes the address that it is given', async () => {
    const host = hostThat(isBlob);
    await registerWorklet({}, host, new URL('https://example.org/dilatone.worklet.js'));
    expect(host.urls).toEqual(['https://example.org/dilatone.worklet.js']);
  });

  it('falls back to a Blob where that address fails', async () => {
    const host = hostThat((url) => !isBlob(url));
    await registerWorklet({}, host, '/missing.js');
    expect(host.urls).toEqual(['/missing.js', expect.stringMatching(/^blob:/)]);
  });

  it('says what to change where nothing works, and can be tried again', async () => {
    const context = {};
    const failing = registerWorklet(
      context,
      hostThat(() => true),
      '/missing.js',
    );
    await expect(failing).rejects.toMatchObject({ code: 'worklet', where: 'worklet' });
    await expect(failing).rejects.toThrow(
      /\/missing\.js \(AbortError: .*a Blob \(AbortError: .*script-src.*workletUrl/,
    );
    const working = hostThat(() => false);
    await registerWorklet(context, working);
    expect(working.urls).toHaveLength(1);
  });

  it('says in a warning that the address does not work', async () => {
    const { warnings, workletUrl } = await registerWorklet(
      {},
      hostThat((url) => !isBlob(url)),
      '/missing.js',
    );
    expect(workletUrl).toBeNull();
    expect(warnings).toEqual([expect.stringMatching(/^workletUrl does not work.*: \/missing\.js \(AbortError/)]);
    expect(
      (
        await registerWorklet(
          {},
          hostThat(() => false),
        )
      ).warnings,
    ).toEqual([]);
    expect(
      (
        await registerWorklet(
          {},
          hostThat(() => false),
          '/good.js',
        )
      ).warnings,
    ).toEqual([]);
  });

  it.each([
    [() => new Response('', { status: 404 }), 'HTTP status 404'],
    [() => script('<!doctype html>', 'text/html'), 'expected JavaScript, got text/html'],
    [() => script(''), `expected the script of dilatone ${VERSION}, got another script`],
    [
      () => script('const n = `dilatone-0.0.9-beta.1`;'),
      `expected the script of dilatone ${VERSION}, got that of 0.0.9-beta.1`,
    ],
    [() => Promise.reject(new TypeError('Failed to fetch')), null],
  ])('asks the server what is wrong, if it can (%#)', async (respond, fault) => {
    vi.stubGlobal('fetch', async () => respond());
    const [warning] = (
      await registerWorklet(
        {},
        hostThat((url) => !isBlob(url)),
        '/w.js',
      )
    ).warnings;
    const [other] = (
      await replaceWorklet(
        {},
        hostThat(() => false),
        { workletUrl: '/w.js', warnings: [] },
        'no name',
      )
    ).warnings;
    vi.unstubAllGlobals();
    const why = fault === null ? '' : `; ${fault}`;
    expect(warning).toBe(`workletUrl does not work, so the built-in script runs: /w.js (AbortError: ${UNABLE}${why})`);
    expect(other).toBe(`workletUrl does not work, so the built-in script runs: /w.js (no name${why})`);
  });

  it('recognizes its own script', async () => {
    const own = `processors.add("${PROCESSOR_NAME}")`;
    vi.stubGlobal('fetch', async () => script(own));
    const [warning] = (
      await registerWorklet(
        {},
        hostThat((url) => !isBlob(url)),
        '/w.js',
      )
    ).warnings;
    vi.unstubAllGlobals();
    expect(warning).toContain(`/w.js (AbortError: ${UNABLE})`);
  });

  it('replaces a script once for all nodes of a context', async () => {
    const host = hostThat(() => false);
    const context = {};
    const first = await registerWorklet(context, host, '/empty.js');
    await Promise.all([replaceWorklet(context, host, first, 'a'), replaceWorklet(context, host, first, 'b')]);
    const latest = await replaceWorklet(context, host, first, 'c');
    expect(await registerWorklet(context, host, '/empty.js')).toBe(latest);
    expect(host.urls.filter(isBlob)).toHaveLength(1);
  });

  it.each([true, false])('frees the Blob (refused: %s)', async (refused) => {
    const revoke = vi.spyOn(URL, 'revokeObjectURL');
    const host = hostThat(() => refused);
    await registerWorklet({}, host).catch(() => {});
    expect(revoke).toHaveBeenCalledExactlyOnceWith(host.urls[0]);
  });
});
