import { afterEach, describe, expect, it, vi } from 'vitest';
import { openMicrophone } from '../../src/controller/microphone.js';

const track = { getSettings: () => ({ echoCancellation: true, sampleRate: 44_100 }), stop: vi.fn() };
const stream = { getTracks: () => [track], getAudioTracks: () => [track] };
const node = { disconnect: vi.fn() };
const context = { sampleRate: 48_000, state: 'running', createMediaStreamSource: () => node };

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
    const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    expect(getUserMedia).toHaveBeenCalledExactlyOnceWith({ audio });
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
