import * as v from 'valibot';
import { expectAtMost } from '../../model/limits.js';
import { count, malformed, object, placeIn, validate } from '../reading/json.js';
import type { NamNetwork, NamPart, NamSource } from './architecture.js';
import { fixed, readWeights, WeightCursor, weightsOf } from './weights.js';

/** Reads a stack of LSTMs with a pointwise head. The file holds the initial hidden and cell states, too. */
export function readLstm({ config, weights, where, limits }: NamSource): NamPart {
  const place = placeIn(where, 'config');
  const width = count(limits.channels);
  const schema = object({
    num_layers: count(limits.layers),
    input_size: width,
    hidden_size: width,
    in_channels: v.nullish(width),
    out_channels: v.nullish(width),
  });
  const file = validate(schema, config, place);
  const inputs = file.in_channels ?? 1;
  const outputs = file.out_channels ?? 1;
  const { num_layers: layers, hidden_size: hiddenSize } = file;
  if (file.input_size !== inputs) malformed(`${place}.input_size`, `${inputs}, the inputs`, file.input_size);

  const cursor = new WeightCursor();
  const cells = Array.from({ length: layers }, (_, layer) => {
    const inChannels = layer === 0 ? inputs : hiddenSize;
    return {
      weight: cursor.take(4 * hiddenSize * (inChannels + hiddenSize)),
      bias: cursor.take(4 * hiddenSize),
      initialHidden: cursor.take(hiddenSize),
      initialCell: cursor.take(hiddenSize),
      end: cursor.count,
    };
  });
  const head = cursor.takeConvolution({ inWidth: fixed(hiddenSize), outWidth: fixed(outputs), bias: true });
  expectAtMost(limits.weights, 'weights', cursor.count, place);
  const numbers = readWeights(weights, cursor.count, placeIn(where, 'weights'));

  const network: NamNetwork = {
    inputs,
    outputs,
    layers,
    parameters: numbers.length,
    lower(builder, input) {
      const hidden = cells.reduce(
        (x, { weight, bias, initialHidden, initialCell, end }) =>
          builder.lstm(x, {
            hiddenSize,
            weight: numbers.subarray(weight, bias),
            bias: numbers.subarray(bias, initialHidden),
            initialHidden: numbers.subarray(initialHidden, initialCell),
            initialCell: numbers.subarray(initialCell, end),
            gates: 'exact',
          }),
        input,
      );
      return builder.conv1d(hidden, { outChannels: outputs, kernelSize: 1, ...weightsOf(head, numbers) });
    },
  };
  return { network };
}
