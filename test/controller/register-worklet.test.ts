import { afterEach, describe, expect, it, vi } from 'vitest';
import { registerWorklet } from '../../src/controller/register-worklet.js';

/** A host that records the addresses it is given, and refuses those that `refused` says. */
function hostThat(refused: (url: string) => boolean) {
  const urls: string[] = [];
  const addModule = vi.fn(async (url: string) => {
    urls.push(url);
    if (refused(url)) throw new DOMException('Unable to load a worklet’s module.', 'AbortError');
  });
  return { urls, addModule, createNode: () => expect.unreachable() };
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
    let script = '';
    const host = hostThat(() => false);
    host.addModule.mockImplementation(async (url) => {
      script = await (await fetch(url)).text();
    });
    await registerWorklet({}, host);
    const registerProcessor = vi.fn();
    class AudioWorkletProcessor {}
    // A syntax error here is one in the worklet scope, and in the function that some hosts wrap around it.
    new Function('AudioWorkletProcessor', 'registerProcessor', script)(AudioWorkletProcessor, registerProcessor);
    expect(registerProcessor).toHaveBeenCalledExactlyOnceWith('dilatone', expect.any(Function));
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
