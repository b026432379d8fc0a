import { type LiveEngineOptions, prepareLiveEngine, realtimeShare } from '../../controller/node/live-engine.js';
import { dryAlignment, liveResampling } from '../../controller/node/prepare-model.js';
import { isMono, layoutOf } from '../../engine/channels/channels.js';
import { catchUpNeeds, type EngineSource } from '../../engine/engine-source.js';
import type { ResampledEngineDesign } from '../../engine/resample/resampler-pair.js';
import { DilatoneError } from '../../errors.js';
import { ALIGNED, type DryAlignment } from '../../live/guarded-engine.js';
import type { Model } from '../../model/model.js';
import type { Network } from '../../network/network.js';
import type { Cabinet } from '../cabinet/cabinet-network.js';
import type { ModelBlock, RigBlock, RigDocument } from '../document/rig-document.js';
import type { LoadedFile } from '../files/load-file.js';
import { type FileBlock, problemOf, type ResourceReader } from './resources.js';

/** Where rigs run. */
export interface RigSite extends LiveEngineOptions {
  /** Sample rate of the context in Hz. */
  readonly sampleRate: number;
  readonly reader: ResourceReader;
  /** Finds the file of a block; rejects with a DilatoneError where it cannot. */
  load(block: FileBlock): Promise<LoadedFile>;
}

/** A file that is ready to run in a block. */
export interface ReadyBlock {
  readonly file: LoadedFile;
  /** Null in a cabinet. */
  readonly model: Model | null;
  /** Null in a model. */
  readonly cabinet: Cabinet | null;
  readonly source: EngineSource;
  readonly oversampling: number;
  /** Between the rig's rate and that of the network, or networks; null where they are equal. */
  readonly resampling: ResampledEngineDesign | null;
  /** Past input in frames of the rig that a new instance needs. */
  readonly warmFrames: number;
  readonly alignment: DryAlignment;
  /** Share of real time that it needs; null where it is not known. */
  readonly share: number | null;
}

/** What the blocks of a rig play. */
export interface PreparedRig {
  /** The rate in Hz at which the blocks run. */
  readonly sampleRate: number;
  /** Between the context's rate and that of the blocks; null where they are equal. */
  readonly resampling: ResampledEngineDesign | null;
  /** By id: what a block plays, or why it plays nothing. */
  readonly blocks: ReadonlyMap<string, ReadyBlock | DilatoneError>;
}

/** All blocks of a rig, those of parallel paths included, each before those inside of it. */
export function allBlocks(blocks: readonly RigBlock[]): RigBlock[] {
  return blocks.flatMap((block) => [block, ...(block.type === 'split' ? block.paths.flatMap(allBlocks) : [])]);
}

/**
 * Loads, reads and compiles all files of a rig. A block whose file cannot be had or does not fit gets a DilatoneError in its
 * place. Rejects only where the work is ended by its signal.
 */
export async function prepareRig({ blocks }: RigDocument, site: RigSite): Promise<PreparedRig> {
  const withFile = allBlocks(blocks).filter((block): block is FileBlock => 'model' in block || 'response' in block);
  const read = await Promise.all(withFile.map((block) => readFile(block, site)));
  const sampleRate = commonRate(read, site.sampleRate);
  const ready = new Map<string, ReadyBlock | DilatoneError>();
  // One after another: compiling and warming up share this thread anyway.
  for (const { block, content } of read) {
    ready.set(
      block.id as string,
      content instanceof DilatoneError ? content : await makeReady(block, content, sampleRate, site),
    );
  }
  return { sampleRate, resampling: liveResampling(site.sampleRate, sampleRate), blocks: ready };
}

/** A file, and the model in it, if it is one. */
interface Content {
  readonly file: LoadedFile;
  readonly model: Model | null;
}

interface ReadFile {
  readonly block: FileBlock;
  readonly content: Content | DilatoneError;
}

async function readFile(block: FileBlock, { load, reader }: RigSite): Promise<ReadFile> {
  try {
    const file = await load(block);
    return { block, content: { file, model: block.type === 'model' ? reader.model(file) : null } };
  } catch (error) {
    return { block, content: problemOf(error) };
  }
}

/** The rate of most models, of the first ones where several are in the lead: so they share one pair of resamplers. */
function commonRate(files: readonly ReadFile[], contextRate: number): number {
  const counts = new Map<number, number>();
  for (const { content } of files) {
    if (content instanceof DilatoneError || content.model === null) continue;
    const { sampleRate } = content.model.info;
    counts.set(sampleRate, (counts.get(sampleRate) ?? 0) + 1);
  }
  const most = Math.max(0, ...counts.values());
  for (const [rate, count] of counts) if (count === most) return rate;
  return contextRate;
}

async function makeReady(
  block: FileBlock,
  { file, model }: Content,
  sampleRate: number,
  site: RigSite,
): Promise<ReadyBlock | DilatoneError> {
  try {
    const cabinet = block.type === 'cabinet' ? site.reader.cabinet(file, block, sampleRate) : null;
    const network = cabinet?.network ?? (model as Model).network(choiceOf(block as ModelBlock));
    expectChannels(network);
    const oversampling = block.type === 'model' ? (block.oversampling ?? 1) : 1;
    const rate = network.sampleRate * oversampling;
    const resampling = liveResampling(sampleRate, rate);
    const { source, framesPerMs } = await prepareLiveEngine(network, site);
    return {
      file,
      model,
      cabinet,
      source,
      oversampling,
      resampling,
      ...catchUpNeeds(source, resampling, oversampling),
      alignment:
        model === null
          ? ALIGNED
          : dryAlignment(model.alignment(choiceOf(block as ModelBlock)), sampleRate, network.sampleRate),
      share: realtimeShare(framesPerMs, rate, 1),
    };
  } catch (error) {
    if (error instanceof RangeError)
      return new DilatoneError('unsupported', block.id ?? 'block', error.message, { cause: error });
    return problemOf(error);
  }
}

function choiceOf({ size, tanh, controls }: ModelBlock) {
  return { size, tanh, controls };
}

/** A chain has two channels: networks of one run twice, unless both channels are the same. */
function expectChannels(network: Network): void {
  const { inputChannels, outputChannels } = layoutOf(network);
  if (isMono(layoutOf(network)) || (inputChannels === 2 && outputChannels === 2)) return;
  const got = `${inputChannels} in and ${outputChannels} out`;
  throw new DilatoneError('unsupported', 'channels', `expected a model of one channel, or of two, got ${got}`);
}
