import type { MultiplyAdd } from '../compiler/program.js';
import { begin, type Work, whileInUse } from '../controller/link/in-use.js';
import { startNode } from '../controller/link/start-node.js';
import { type AnyAudioContext, findHost, isOffline, type WorkletHost } from '../controller/link/worklet-host.js';
import { fastestMultiplyAdd } from '../controller/node/live-engine.js';
import { expectEngineKind } from '../engine/prepare.js';
import type { ModelLimits } from '../model/limits.js';
import { unwrapped } from '../model/opaque.js';
import { expectOptions } from '../model/untrusted.js';
import type { EngineKind } from '../network/engine.js';
import { readRig } from './document/read-rig.js';
import type { RigDocument } from './document/rig-document.js';
import { planRig } from './prepare/plan-rig.js';
import { prepareRig, type RigSite } from './prepare/prepare-rig.js';
import { ResourceReader } from './prepare/resources.js';
import { limitOf, Rig } from './rig.js';
import { RigFiles, type RigFilesOptions } from './rig-files.js';
import { RIG_SCRIPT } from './rig-script.js';

/** How to make a rig. All options hold for its whole life. */
export interface RigOptions extends RigFilesOptions {
  /** How to run models; see `DilatoneOptions.engine`. */
  readonly engine?: EngineKind | 'auto' | undefined;
  /** See `DilatoneOptions.multiplyAdd`. */
  readonly multiplyAdd?: MultiplyAdd | 'auto' | undefined;
  /** Address of the file `dilatone/rig-worklet`, for pages whose Content-Security-Policy forbids Blob scripts. */
  readonly workletUrl?: URL | string | undefined;
  /** Ends the making: the promise then rejects with a DilatoneError `aborted`, and no node is left. */
  readonly signal?: AbortSignal | undefined;
  /** Replaces the worklet functions of the context: for unusual contexts, and for tests. */
  readonly host?: WorkletHost | undefined;
  /** Limits for model files; see `ParseOptions.limits`. */
  readonly limits?: Partial<ModelLimits> | undefined;
}

/**
 * Makes a node that runs a chain of blocks: models, cabinets, effects, parallel paths. `rig` is a `RigDocument`, its JSON text,
 * or a list of blocks. Takes mono and stereo sound, and gives two channels; mono sound costs one.
 *
 * Blocks whose files cannot be had are passed by: `info.blocks` and `info.warnings` say which, and why. Otherwise as
 * `createDilatone`: any context, resolves when the processor is ready, rejects with a DilatoneError `malformed` or `unsupported`
 * for a document that is none, `worklet`, `aborted`; with a TypeError or RangeError for wrong options.
 */
export async function createRig<Context extends AnyAudioContext>(
  context: Context,
  rig: unknown,
  options: RigOptions = {},
): Promise<Rig<Context>> {
  expectOptions(options);
  const document = readRig(rig);
  const raw = unwrapped(context);
  const work = begin({ context: raw, signal: options.signal, code: 'worklet', where: 'createRig' });
  return whileInUse(work, makeRig(raw, document, options, work), (late) => late.dispose());
}

async function makeRig<Context extends AnyAudioContext>(
  context: Context,
  document: RigDocument,
  options: RigOptions,
  work: Work,
): Promise<Rig<Context>> {
  const { engine = 'auto', multiplyAdd = 'auto', workletUrl } = options;
  expectEngineKind(engine);
  const host = options.host ?? (await findHost(context));
  const files = new RigFiles(options);
  let site: RigSite = {
    sampleRate: context.sampleRate,
    reader: new ResourceReader(options.limits),
    load: (block) => files.load(block, document, options.signal),
    engine,
    multiplyAdd: multiplyAdd === 'auto' ? await multiplyAddFor(context, engine) : multiplyAdd,
  };
  const { node, link, prepared, warnings } = await startNode({
    context,
    host,
    script: RIG_SCRIPT,
    workletUrl,
    work,
    engine,
    prepare: async (kind) => {
      site = { ...site, engine: kind };
      const first = await prepareRig(document, site);
      return { first, source: planRig(document, first, context.sampleRate) };
    },
    optionsOf: ({ first: { resampling } }) => ({
      layout: { inputChannels: 2, outputChannels: 2 },
      resampling,
      limitDb: limitOf(document),
    }),
  });
  try {
    return new Rig({ context, node, link, site, files, first: prepared.first, document, warnings });
  } catch (error) {
    link.dispose();
    throw error;
  }
}

async function multiplyAddFor(context: AnyAudioContext, engine: EngineKind | 'auto'): Promise<MultiplyAdd> {
  return engine === 'interpreter' || isOffline(context) ? 'plain' : fastestMultiplyAdd();
}
