import { DilatoneError } from '../../errors.js';
import type { PathSource, ProcessorOptions } from '../../live/protocol.js';
import type { EngineKind } from '../../network/engine.js';
import { expectInUse, type Work } from './in-use.js';
import { ProcessorLink } from './processor-link.js';
import {
  type AnyAudioContext,
  type Registration,
  registerWorklet,
  replaceWorklet,
  type WorkletHost,
  type WorkletScript,
} from './worklet-host.js';

/** What a node is started with. */
interface Start<Prepared> {
  readonly context: AnyAudioContext;
  readonly host: WorkletHost;
  readonly script: WorkletScript;
  readonly workletUrl: URL | string | undefined;
  readonly work: Work;
  readonly engine: EngineKind | 'auto';
  /** Prepares what the processor runs first. */
  prepare(engine: EngineKind | 'auto'): Promise<Prepared>;
  /** What the processor is constructed with beside that. */
  optionsOf(prepared: Prepared): Omit<ProcessorOptions, 'source'>;
}

/** A node whose processor runs. */
interface Started<Prepared> {
  readonly node: AudioWorkletNode;
  readonly link: ProcessorLink;
  readonly prepared: Prepared;
  /** What was wrong with the caller's address of the script. */
  readonly warnings: readonly string[];
}

/**
 * Loads the script, prepares what the processor runs first, and starts it. With the engine `auto`, prepares it again for the
 * interpreter where the audio thread cannot run compiled code. Where the caller's script does not register the processor, the
 * built-in one takes its place.
 */
export async function startNode<Prepared extends { readonly source: PathSource }>(
  start: Start<Prepared>,
): Promise<Started<Prepared>> {
  const { context, host, script, work, engine } = start;
  const loading = registerWorklet(context, host, script, start.workletUrl);
  let prepared: Prepared;
  let registration: Registration;
  [prepared, registration] = await Promise.all([start.prepare(engine), loading]);
  const attempt = async () => {
    const { source } = prepared;
    const bytes = script.asBytes(source);
    const forms = bytes === null ? [source] : [source, bytes];
    const startOnce = () => startProcessor(start, forms, start.optionsOf(prepared));
    try {
      return await startOnce();
    } catch (error) {
      const { cause } = error as DilatoneError;
      if (registration.workletUrl === null || !isUnregistered(cause)) throw error;
      registration = await replaceWorklet(context, host, script, registration, cause);
      return startOnce();
    }
  };
  const { node, link } = await attempt().catch(async (error) => {
    if (engine !== 'auto' || prepared.source.kind === 'interpreter') throw error;
    expectInUse(work);
    // The audio thread cannot run compiled models, so this one and the models to come are interpreted.
    prepared = await start.prepare('interpreter');
    return attempt();
  });
  return { node, link, prepared, warnings: registration.warnings };
}

/** Makes the node and waits for its processor, with the first form of the source, best first, that can be posted and that runs there. */
async function startProcessor(
  { work, host, script }: Pick<Start<never>, 'work' | 'host' | 'script'>,
  forms: readonly PathSource[],
  options: Omit<ProcessorOptions, 'source'>,
): Promise<{ node: AudioWorkletNode; link: ProcessorLink }> {
  let failure: unknown;
  for (const source of forms) {
    expectInUse(work);
    let link: ProcessorLink | undefined;
    try {
      const node = createNode(host, script.processorName, { ...options, source });
      link = new ProcessorLink(node, work.context, script);
      const answer = await link.constructed;
      if (answer.outcome === 'done') return { node, link };
      failure = answer.outcome === 'failed' ? answer.detail : answer.outcome;
    } catch (error) {
      failure = error;
    }
    link?.dispose();
  }
  expectInUse(work);
  throw new DilatoneError('worklet', 'processor', `expected it to start, got ${failure}`, { cause: failure });
}

/** Whether making a node failed because no script has registered its processor; standardized-audio-context renames it. */
function isUnregistered(error: unknown): boolean {
  return /^(InvalidState|NotSupported)Error$/.test(String((error as Error | null)?.name));
}

function createNode(host: WorkletHost, name: string, processorOptions: ProcessorOptions): AudioWorkletNode {
  const { inputChannels, outputChannels } = processorOptions.layout;
  // Without an explicit count, some hosts hand a mono source to the processor as stereo, and drop half of its sound.
  return host.createNode(name, {
    numberOfInputs: 1,
    numberOfOutputs: 1,
    channelCount: inputChannels,
    channelCountMode: 'explicit',
    channelInterpretation: 'speakers',
    outputChannelCount: [outputChannels],
    processorOptions,
  });
}
