import type { Model } from '../src/index.js';
import { pictureOf } from './analysis/network-picture.js';
import type { ModelState } from './state.js';

/** What the page shows of a model. `builtinIndex` is its place among the built-in ones, or −1 for a file. */
export function describeModel(model: Model, fileName: string, builtinIndex: number): ModelState {
  const stem = fileName.replace(/\.[^.]+$/, '');
  return {
    name: builtinIndex >= 0 ? fileName : model.info.metadata.name?.trim() || stem,
    info: model.info,
    picture: pictureOf(model.network()),
    builtinIndex,
  };
}
