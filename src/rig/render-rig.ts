import { createPlanes } from '../engine/channels/channels.js';
import { expectEngineKind } from '../engine/prepare.js';
import { yieldToEventLoop } from '../engine/warm-up.js';
import { DilatoneError } from '../errors.js';
import { PARAMETERS, type ParameterValues } from '../live/parameters.js';
import type { Notice } from '../live/protocol.js';
import { RigPath } from '../live/rig/rig-path.js';
import type { ModelLimits } from '../model/limits.js';
import { expectOptions } from '../model/untrusted.js';
import type { EngineKind } from '../network/engine.js';
import type { UnsharedFloat32Array } from '../network/unshared.js';
import { checkChannels } from '../offline/render.js';
import { readRig } from './document/read-rig.js';
import { planRig } from './prepare/plan-rig.js';
import { prepareRig } from './prepare/prepare-rig.js';
import { ResourceReader } from './prepare/resources.js';
import { limitOf } from './rig.js';
import type { BlockFaultEvent } from './rig-events.js';
import { RigFiles, type RigFilesOptions } from './rig-files.js';
import { describeRig, type RigInfo } from './rig-info.js';

/** Frames that are rendered between two turns of the event loop. */
const FRAMES_PER_TURN = 16_384;

const BLOCK_FRAMES = 128;

/** How to render. */
export interface RenderRigOptions extends RigFilesOptions {
  /** Rate in Hz of the audio, in and out; default 48 000. */
  readonly sampleRate?: number | undefined;
  /** Default `auto`: compiled, or interpreted where WebAssembly is missing or forbidden. */
  readonly engine?: EngineKind | 'auto' | undefined;
  /** See `ParseOptions.limits`. */
  readonly limits?: Partial<ModelLimits> | undefined;
  /** Called now and then with the share of the frames that is done, last with 1. */
  readonly onRendered?: ((share: number) => void) | undefined;
  /** Ends the work: the promise then rejects with a DilatoneError `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

/** What a rig makes of a sound. */
export interface RenderedRig {
  /** Two channels, as long as the input and aligned with it. */
  readonly channels: UnsharedFloat32Array[];
  /** Facts about the rig: its warnings say what was missing. */
  readonly info: RigInfo;
  /** Blocks that failed, and were passed by for a second at least: samples that are no numbers came out of them. */
  readonly faults: readonly BlockFaultEvent[];
}

/**
 * Runs a rig over one or two whole channels, without Web Audio: in Node, a worker or a page. The same chain as in a node, gains and
 * limiter included, from silence on. Rejects as `createRig` and `renderModel` do.
 */
export async function renderRig(
  rig: unknown,
  channels: readonly Float32Array[],
  options: RenderRigOptions = {},
): Promise<RenderedRig> {
  const { sampleRate = 48_000, engine = 'auto', signal } = expectOptions(options);
  const document = readRig(rig);
  checkChannels(channels);
  if (channels.length !== 1 && channels.length !== 2) {
    throw new RangeError(`channels: expected 1 or 2, got ${channels.length}`);
  }
  if (!(sampleRate > 0 && Number.isFinite(sampleRate))) {
    throw new RangeError(`sampleRate: expected a positive number, got ${sampleRate}`);
  }
  expectEngineKind(engine);
  const files = new RigFiles(options);
  const site = {
    sampleRate,
    engine,
    multiplyAdd: 'plain',
    reader: new ResourceReader(options.limits),
    load: (block: Parameters<RigFiles['load']>[0]) => files.load(block, document, signal),
  } as const;
  const prepared = await prepareRig(document, site);
  const info = describeRig(document, prepared, sampleRate, []);
  const faults: BlockFaultEvent[] = [];
  const path = new RigPath(
    {
      layout: { inputChannels: 2, outputChannels: 2 },
      source: planRig(document, prepared, sampleRate),
      resampling: prepared.resampling,
      limitDb: limitOf(document),
    },
    sampleRate,
    { post: (notice) => noteFault(notice, faults) },
  );
  const stereo = [channels[0], channels[channels.length - 1]];
  return { channels: await run(path, stereo, info.latencyFrames, options), info, faults };
}

function noteFault(notice: Notice, faults: BlockFaultEvent[]): void {
  if (notice.type !== 'blockFault') return;
  faults.push({ id: notice.block, reason: notice.detail, givenUp: notice.givenUp });
}

async function run(
  path: RigPath,
  input: readonly Float32Array[],
  latencyFrames: number,
  { signal, onRendered }: RenderRigOptions,
): Promise<UnsharedFloat32Array[]> {
  const frames = input[0].length;
  const totalFrames = frames === 0 ? 0 : frames + latencyFrames;
  const whole = createPlanes(2, totalFrames);
  const block = createPlanes(2, BLOCK_FRAMES);
  const values = PARAMETERS.map(({ name, defaultValue }) => [name, Float32Array.of(defaultValue)] as const);
  const parameters = Object.fromEntries(values) as ParameterValues;
  for (let start = 0; start < totalFrames; start += BLOCK_FRAMES) {
    if (start % FRAMES_PER_TURN === 0) {
      await yieldToEventLoop();
      if (signal?.aborted)
        throw new DilatoneError('aborted', 'render', 'ended by the caller', { cause: signal.reason });
      onRendered?.(start / totalFrames);
    }
    const count = Math.min(BLOCK_FRAMES, totalFrames - start);
    for (const [c, plane] of block.entries()) plane.fill(0).set(input[c].subarray(start, start + count));
    path.process(
      whole.map((plane) => plane.subarray(start, start + count)),
      block,
      parameters,
      count,
    );
  }
  onRendered?.(1);
  return whole.map((plane) => plane.slice(latencyFrames));
}
