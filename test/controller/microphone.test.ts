import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  listMicrophones,
  type MicrophoneOptions,
  openMicrophone,
  watchMicrophones,
} from '../../src/controller/microphone/microphone.js';

const track = Object.assign(new EventTarget(), {
  getSettings: () => ({ echoCancellation: true, sampleRate: 44_100 }),
  stop: vi.fn(),
});
const stream = { getTracks: () => [track], getAudioTracks: () => [track] };
const node = { disconnect: vi.fn() };
const context = { sampleRate: 48_000, currentTime: 0, state: 'running', createMediaStreamSource: () => node };

/** What the page would be asked, answered by `respond`. */
function devices(respond: () => unknown) {
  const getUserMedia = vi.fn(async (_constraints: MediaStreamConstraints) => respond());
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  return getUserMedia;
}

const refusal = (name: string) => () => Promise.reject(new DOMException('no', name));

afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

describe('openMicrophone', () => {
  it('asks for sound as it is, and demands nothing', async () => {
    const getUserMedia = devices(() => stream);
    await openMicrophone(context);
    const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 2 };
    expect(getUserMedia).toHaveBeenCalledExactlyOnceWith({ audio });
  });

  it('asks for two channels where one has to be found among them, and otherwise leaves their number to the browser', async () => {
    const getUserMedia = devices(() => stream);
    const asked = async (options: MicrophoneOptions) => {
      await openMicrophone(context, options);
      return (getUserMedia.mock.lastCall![0].audio as MediaTrackConstraints).channelCount;
    };
    expect(await asked({ channel: 1 })).toBe(2);
    expect(await asked({ channel: 'auto', channels: 4 })).toBe(4);
    expect(await asked({ channels: 1 })).toBe(1);
    expect(await asked({ channel: 'mix' })).toBeUndefined();
  });

  it('takes no channel that is none, and does not ask then', async () => {
    const getUserMedia = devices(() => stream);
    const refusal = new RangeError("channel: expected 0, 1, 'mix' or 'auto', got 2");
    await expect(openMicrophone(context, { channel: 2 as never })).rejects.toThrow(refusal);
    expect(getUserMedia).not.toHaveBeenCalled();
    const microphone = await openMicrophone(context);
    expect(() => microphone.setChannel('left' as never)).toThrow(RangeError);
  });

  it('demands the device that was chosen', async () => {
    const getUserMedia = devices(() => stream);
    await openMicrophone(context, { deviceId: 'amp', channels: 2 });
    const audio = { deviceId: { exact: 'amp' }, channelCount: 2 };
    expect(getUserMedia.mock.calls[0][0]).toMatchObject({ audio });
  });

  it('says what the browser really applied', async () => {
    devices(() => stream);
    expect((await openMicrophone(context)).settings).toEqual({ echoCancellation: true, sampleRate: 44_100 });
  });

  it('frees the device when stopped', async () => {
    devices(() => stream);
    const microphone = await openMicrophone(context);
    expect(microphone.node).toBe(node);
    microphone.stop();
    expect(track.stop).toHaveBeenCalledOnce();
    expect(node.disconnect).toHaveBeenCalledOnce();
  });

  it('tells when the microphone is lost', async () => {
    devices(() => stream);
    const { lost } = await openMicrophone(context);
    track.dispatchEvent(new Event('ended'));
    await expect(lost).resolves.toBeUndefined();
  });

  it.each([
    ['NotAllowedError', /expected permission/],
    ['NotFoundError', /expected a microphone, got none/],
    ['OverconstrainedError', /expected a microphone, got none/],
    ['NotReadableError', /another program/],
    ['TypeError', /expected a stream/],
  ])('explains %s', async (name, message) => {
    devices(refusal(name));
    await expect(openMicrophone(context)).rejects.toMatchObject({
      code: 'microphone',
      message: expect.stringMatching(message),
    });
  });

  /** How browsers say who refuses; the page's policy can be asked for only in Chromium. */
  const policy = (allowed: boolean) => ({ featurePolicy: { allowsFeature: () => allowed } });
  const USER = 'expected permission, got a refusal by the user: allow the microphone for this page in the browser';
  it.each([
    ['the user, in Chromium', 'Permission denied', policy(true), USER],
    [
      'nobody yet, in Chromium',
      'Permission dismissed',
      policy(true),
      'expected permission, got no answer from the user: ask again',
    ],
    [
      'the system, in Chromium',
      'Permission denied by system',
      policy(true),
      'expected permission, got a refusal by the system: allow the browser to use the microphone in its settings',
    ],
    [
      "the page's policy, in Chromium",
      'Permission denied',
      policy(false),
      'expected permission, got a refusal by the page\'s policy: add allow="microphone" to the iframe, or microphone to the Permissions-Policy',
    ],
    [
      'the user, in Firefox',
      'The request is not allowed by the user agent or the platform in the current context.',
      {},
      USER,
    ],
  ])('tells who refuses: %s', async (_, message, document, detail) => {
    vi.stubGlobal('document', document);
    devices(() => Promise.reject(new DOMException(message, 'NotAllowedError')));
    await expect(openMicrophone(context)).rejects.toMatchObject({
      code: 'microphone',
      message: `microphone: ${detail}`,
      cause: { name: 'NotAllowedError' },
    });
  });

  it('names both who may refuse in an iframe where the browser does not tell', async () => {
    vi.stubGlobal('document', {});
    vi.stubGlobal('self', {});
    vi.stubGlobal('top', {});
    devices(refusal('NotAllowedError'));
    await expect(openMicrophone(context)).rejects.toThrow(`${USER}; the iframe also needs allow="microphone"`);
  });

  it.each([
    ['SecurityError', /got a refusal by the browser/],
    ['AbortError', /another program/],
    ['InvalidStateError', /put aside/],
  ])('explains %s', async (name, message) => {
    devices(refusal(name));
    await expect(openMicrophone(context)).rejects.toThrow(message);
  });

  it('explains an OverconstrainedError that is no Error, as older browsers have it', async () => {
    devices(() => Promise.reject({ name: 'OverconstrainedError', message: '', constraint: 'deviceId' }));
    await expect(openMicrophone(context)).rejects.toThrow(/got none with this deviceId/);
  });

  it('tells a browser without microphones from an insecure page', async () => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('isSecureContext', true);
    await expect(openMicrophone(context)).rejects.toThrow(
      'expected a browser with navigator.mediaDevices, got one without',
    );
    vi.stubGlobal('isSecureContext', false);
    await expect(openMicrophone(context)).rejects.toThrow(/https/);
  });

  it('explains an insecure page', async () => {
    vi.stubGlobal('navigator', {});
    await expect(openMicrophone(context)).rejects.toMatchObject({ code: 'microphone', message: /https/ });
  });

  it('frees the device where the context cannot take it', async () => {
    devices(() => stream);
    const unable = {
      ...context,
      createMediaStreamSource: () => {
        throw new DOMException('different sample-rate', 'NotSupportedError');
      },
    };
    await expect(openMicrophone(unable)).rejects.toMatchObject({ code: 'microphone' });
    expect(track.stop).toHaveBeenCalledOnce();
  });
});

describe('the microphones', () => {
  const input = (deviceId: string) => ({ kind: 'audioinput', deviceId });

  /** A computer to plug devices into. */
  function computer() {
    const plugged: object[] = [{ kind: 'audiooutput', deviceId: 'speaker' }, input('built in')];
    const mediaDevices = Object.assign(new EventTarget(), { enumerateDevices: async () => [...plugged] });
    vi.stubGlobal('navigator', { mediaDevices });
    return {
      plug: (deviceId: string) => {
        plugged.push(input(deviceId));
        mediaDevices.dispatchEvent(new Event('devicechange'));
      },
    };
  }

  it('are listed without other devices', async () => {
    computer();
    expect(await listMicrophones()).toEqual([input('built in')]);
  });

  it('are told anew when one is plugged in, until that is ended', async () => {
    const { plug } = computer();
    const listener = vi.fn();
    const stop = watchMicrophones(listener);
    plug('guitar');
    await vi.waitFor(() => expect(listener).toHaveBeenCalledExactlyOnceWith([input('built in'), input('guitar')]));
    plug('late');
    stop();
    plug('later');
    await new Promise((resolve) => setImmediate(resolve));
    expect(listener).toHaveBeenCalledOnce();
  });

  it('are told at the next change where the browser could not list them', async () => {
    const { plug } = computer();
    const listener = vi.fn();
    const stop = watchMicrophones(listener);
    vi.spyOn(navigator.mediaDevices, 'enumerateDevices').mockRejectedValueOnce(new DOMException('no'));
    plug('guitar');
    plug('bass');
    await vi.waitFor(() => expect(listener).toHaveBeenCalledOnce());
    stop();
  });

  it('cannot be listed by an insecure page', async () => {
    vi.stubGlobal('navigator', {});
    await expect(listMicrophones()).rejects.toMatchObject({ code: 'microphone' });
    expect(() => watchMicrophones(() => {})).toThrow(expect.objectContaining({ code: 'microphone' }));
  });
});
