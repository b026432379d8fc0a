import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { registerWorklet } from '../../src/controller/link/worklet-host.js';
import { PROCESSOR_NAME } from '../../src/live/protocol.js';
import { VERSION } from '../../src/live/version.js';

/** A host that records the addresses it is given, and refuses those that `refused` says. */
function hostThat(refused: (url: string) => boolean) {
  const urls: string[] = [];
  const addModule = vi.fn(async (url: string) => {
    urls.push(url);
    if (refused(url)) throw new DOMException('Unable to load a worklet’s module.', 'AbortError');
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

  it.each([true, false])('frees the Blob (refused: %s)', async (refused) => {
    const revoke = vi.spyOn(URL, 'revokeObjectURL');
    const host = hostThat(() => refused);
    await registerWorklet({}, host).catch(() => {});
    expect(revoke).toHaveBeenCalledExactlyOnceWith(host.urls[0]);
  });
});
