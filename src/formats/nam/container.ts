import * as v from 'valibot';
import { malformed } from '../reading/refuse.js';
import { anything, list, object, placeIn, validate } from '../reading/schema.js';
import { defaultNetwork, type NamPart, type NamSource } from './architecture.js';

/**
 * Reads a container of models of several sizes. Size r picks the first submodel with r < max_value, else the last; a
 * submodel that comes in several sizes itself plays at its default one.
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
  const networks = nested.map(defaultNetwork);
  const largest = networks[networks.length - 1];
  networks.forEach(({ inputs, outputs }, index) => {
    if (inputs === largest.inputs && outputs === largest.outputs) return;
    const expected = `a model of ${largest.inputs} in and ${largest.outputs} out, as the last`;
    malformed(nested[index].where, expected, `${inputs} in and ${outputs} out`);
  });
  const ignored = Array.isArray(weights) ? weights.length : 0;
  return {
    sizes: networks.map((network, index) => ({ from: submodels[index - 1]?.max_value ?? 0, network })),
    nested,
    metadata: nested[nested.length - 1].metadata,
    warnings:
      ignored === 0 ? [] : [`${placeIn(where, 'weights')} is ignored: a container holds weights in its models.`],
  };
}
