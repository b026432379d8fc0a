import { type Model, type ModelInfo, outputGain } from '../src/index.js';
import { pictureOf } from './analysis/network-picture.js';
import type { ModelState } from './state.js';

/** Bounds of the Level that a model starts with: loudnesses in files are sometimes wrong. */
const LOWEST_LEVEL_DB = -30;
const HIGHEST_LEVEL_DB = 12;

/** What the page shows of a model. `builtinIndex` is its place among the built-in ones, or −1 for a file. */
export function describeModel(model: Model, fileName: string, builtinIndex: number): ModelState {
  const stem = fileName.replace(/\.[^.]+$/, '');
  return {
    name: builtinIndex >= 0 ? fileName : model.info.metadata.name?.trim() || stem,
    info: model.info,
    picture: pictureOf(model.network()),
    defaultLevelDb: defaultLevelDb(model.info),
    builtinIndex,
  };
}

/** Where the Level knob starts: at the gain that makes all models equally loud, where the file tells its loudness. */
export function defaultLevelDb(info: Pick<ModelInfo, 'metadata'>): number {
  const { gainDb } = outputGain(info, 'normalized');
  return Math.min(HIGHEST_LEVEL_DB, Math.max(LOWEST_LEVEL_DB, Math.round(gainDb * 2) / 2));
}
