import * as standardized from 'standardized-audio-context';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDilatone, loadModel, renderModel, type WorkletHost } from '../../src/index.js';
import tinyModel from '../fixtures/golden/wavenet-1-00.nam?url';
import { maxDifference, noise } from '../support/signals.js';
import { nano } from './support/models.js';
import { type ContextKind, offlineContext, renderThroughNode } from './support/offline.js';

const KINDS: ContextKind[] = ['native', 'standardized-audio-context'];

/** The worklet script as a file; the setup builds it. */
const workletUrl = new URL('/build/test/dilatone.worklet.js', location.href);

const input = noise(4000, 1);

afterEach(() => vi.restoreAllMocks());

describe.each(KINDS)('the worklet script with a %s context', (kind) => {
  it.each([
    ['a Blob', undefined, 1],
    ['a file', workletUrl, 0],
  ])('comes from %s', async (_, address, blobs) => {
    const createObjectUrl = vi.spyOn(URL, 'createObjectURL');
    const context = offlineContext(kind, 1, input.length);
    const model = nano();
    const [output] = await renderThroughNode(context, [input], { model, workletUrl: address });
    const [expected] = await renderModel(model, [input]);
    expect(maxDifference(output, expected)).toBeLessThanOrEqual(1e-6);
    // standardized-audio-context makes Blobs of its own.
    if (kind === 'native') expect(createObjectUrl).toHaveBeenCalledTimes(blobs);
  });

  it('is loaded once for two nodes that are made at the same time', async () => {
    const context = offlineContext(kind, 1, input.length);
    const model = nano();
    const dilatones = await Promise.all([createDilatone(context, { model }), createDilatone(context, { model })]);
    expect(dilatones).toHaveLength(2);
  });

  it('comes from a Blob where the address of the file is wrong, and nothing is left unhandled', async () => {
    const unhandled = vi.fn((event: Event) => event.preventDefault());
    addEventListener('unhandledrejection', unhandled);
    const missing = new URL('/no/such/file.js', location.href);
    const context = offlineContext(kind, 1, 128);
    const dilatone = await createDilatone(context, { model: nano(), workletUrl: missing });
    expect(dilatone.info.engine).toBe('wasm');
    await context.startRendering();
    removeEventListener('unhandledrejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});

describe('a node', () => {
  it('is made for a context that Tone wraps', async () => {
    const rawContext = new standardized.OfflineAudioContext({ length: 4000, sampleRate: 48_000 });
    const tone = {
      rawContext,
      sampleRate: rawContext.sampleRate,
      currentTime: rawContext.currentTime,
      state: rawContext.state,
      createAudioWorkletNode: (name: string, options: object) =>
        new standardized.AudioWorkletNode!(rawContext, name, options),
    };
    const dilatone = await createDilatone(tone, { model: nano() });
    expect(dilatone.node).toBeInstanceOf(standardized.AudioWorkletNode);
  });

  it('gets its program as bytes where a module cannot be carried to the audio thread', async () => {
    const context = offlineContext('native', 1, input.length);
    const carried: string[] = [];
    const host: WorkletHost = {
      addModule: (url) => context.audioWorklet.addModule(url),
      createNode: (name, options) => {
        const { kind } = options.processorOptions.source;
        if (kind === 'module') throw new DOMException('as Safari may do', 'DataCloneError');
        carried.push(kind);
        return new AudioWorkletNode(context, name, options);
      },
    };
    const [output] = await renderThroughNode(context, [input], { model: nano(), host });
    const [expected] = await renderModel(nano(), [input]);
    expect(carried).toEqual(['bytes']);
    expect(maxDifference(output, expected)).toBeLessThanOrEqual(1e-6);
  });

  it('is interpreted where the audio thread can compile no bytes either', async () => {
    const context = offlineContext('native', 1, input.length);
    const carried: string[] = [];
    const host: WorkletHost = {
      addModule: (url) => context.audioWorklet.addModule(url),
      createNode: (name, options) => {
        const { layout, source, resampling } = options.processorOptions;
        carried.push(source.kind);
        if (source.kind === 'module') throw new DOMException('as Safari may do', 'DataCloneError');
        const broken = { ...source, program: { ...source.program, bytes: new Uint8Array(8) } };
        const processorOptions = { layout, source: source.kind === 'bytes' ? broken : source, resampling };
        return new AudioWorkletNode(context, name, { ...options, processorOptions });
      },
    };
    const [output] = await renderThroughNode(context, [input], { model: nano(), host });
    const [expected] = await renderModel(nano(), [input], { engine: 'interpreter' });
    expect(carried).toEqual(['module', 'bytes', 'interpreter']);
    expect(maxDifference(output, expected)).toBeLessThanOrEqual(1e-6);
  });

  it('cannot be made in a context that was closed', async () => {
    const context = new AudioContext();
    await context.close();
    await expect(createDilatone(context, { model: nano() })).rejects.toMatchObject({ code: 'worklet' });
  });
});

describe('loadModel in the browser', () => {
  it('fetches a file of the page', async () => {
    expect((await loadModel(tinyModel)).info.architecture).toBe('WaveNet');
  });

  it('names the address and the status of a file that is missing', async () => {
    const missing = new URL('/no/such/model.nam', location.href);
    await expect(loadModel(missing)).rejects.toMatchObject({ code: 'load', where: missing.href });
  });
});
