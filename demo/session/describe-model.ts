import { type Model, modelOfNetwork } from '../../src/index.js';
import { pictureOf } from '../analysis/network-picture.js';
import { stemOf } from '../format.js';
import { LARGEST_SIZE, type ModelState, type SizeState } from '../model-state.js';

/**
 * What the page shows of a model. `fileName` names a model file; for a built-in model, whose index is then not null, it is
 * the model's title. `size` is the size that runs, of a model that comes in several.
 */
export function describeModel(
  model: Model,
  fileName: string,
  builtinIndex: number | null,
  size = LARGEST_SIZE,
): ModelState {
  const network = model.network({ size });
  return {
    name: builtinIndex === null ? model.info.metadata.name?.trim() || stemOf(fileName) : fileName,
    fileName,
    model,
    info: model.info,
    facts: modelOfNetwork(network).info,
    picture: pictureOf(network),
    builtinIndex,
    sizes: sizesOf(model, size),
  };
}

function sizesOf(model: Model, chosen: number): SizeState[] {
  const { sizes } = model.info;
  const inUse = sizes.filter((size) => size <= chosen).at(-1) ?? sizes[0];
  return sizes.map((size) => {
    const { macsPerFrame } = modelOfNetwork(model.network({ size })).info;
    return { size, multiplyAdds: macsPerFrame, inUse: size === inUse };
  });
}
