import * as v from 'valibot';
import { anything, list, malformed, object, placeIn, validate } from '../reading/json.js';
import type { NamPart, NamSource } from './architecture.js';

/**
 * Reads a container of models of several sizes. Size r selects the first submodel with r < max_value, or else the last. A
 * submodel that itself has several sizes plays at its default one.
 */
export function readContainer({ config, weights, where, limits, readNested }: NamSource): NamPart {
  const place = placeIn(where, 'config');
  const submodel = object({ max_value: v.pipe(v.number('a number'), v.finite('a number')), model: anything });
  const { submodels } = validate(object({ submodels: list(submodel, limits.sizes) }), config, place);
  submodels.forEach(({ max_value }, index) => {
    const before = submodels[index - 1]?.max_value;
    if (before !== undefined && max_value <= before) {
      malformed(`${place}.submodels[${index}].max_value`, `more than ${before}, the one before`, max_value);
    }
    if (index === submodels.length - 1 && max_value < 1) {
      malformed(`${place}.submodels[${index}].max_value`, '1 or more, for the last', max_value);
    }
  });

  const nested = submodels.map(({ model }, index) => readNested(model, `${place}.submodels[${index}].model`));
  const largest = nested[nested.length - 1];
  for (const { network, where } of nested) {
    const { inputs, outputs } = largest.network;
    if (network.inputs === inputs && network.outputs === outputs) continue;
    const expected = `a model of ${inputs} in and ${outputs} out, as the last`;
    malformed(where, expected, `${network.inputs} in and ${network.outputs} out`);
  }
  const ignored = Array.isArray(weights) ? weights.length : 0;
  return {
    network: largest.network,
    sizes: nested.map(({ network }, index) => ({ from: submodels[index - 1]?.max_value ?? 0, network })),
    nested,
    metadata: largest.metadata,
    warnings:
      ignored === 0 ? [] : [`${placeIn(where, 'weights')} is ignored: the weights of a container are in its models.`],
  };
}
