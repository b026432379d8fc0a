import type { Model } from '../../src/index.js';
import { pictureOf } from '../analysis/network-picture.js';
import { LARGEST_SIZE, type ModelState, type SizeState } from '../state.js';

/**
 * What the page shows of a model. `builtinIndex` is its place among the built-in ones, or −1 for a file; `size` is the one
 * that runs, of a model that comes in several.
 */
export function describeModel(model: Model, fileName: string, builtinIndex: number, size = LARGEST_SIZE): ModelState {
  const stem = fileName.replace(/\.[^.]+$/, '');
  return {
    name: builtinIndex >= 0 ? fileName : model.info.metadata.name?.trim() || stem,
    info: model.info,
    picture: pictureOf(model.network({ size })),
    builtinIndex,
    sizes: sizesOf(model, size),
  };
}

function sizesOf(model: Model, chosen: number): SizeState[] {
  const { sizes } = model.info;
  if (sizes.length < 2) return [];
  const inUse = sizes.filter((size) => size <= chosen).at(-1) ?? sizes[0];
  return sizes.map((size) => {
    const { multiplyAdds } = pictureOf(model.network({ size }));
    return { size, multiplyAdds, inUse: size === inUse };
  });
}
