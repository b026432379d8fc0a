import { malformed } from '../reading/refuse.js';
import { placeIn, validate } from '../reading/schema.js';
import { defaultNetwork, type NamPart, type NamSource } from './architecture.js';
import { slimSizes } from './slimming.js';
import { WaveNetLowering } from './wavenet-lowering.js';
import { planWaveNet } from './wavenet-plan.js';
import { wavenetSchema } from './wavenet-schema.js';
import { readWeights } from './weights.js';

/** Reads a WaveNet, with the model that makes its condition if it has one. */
export function readWaveNet({ config, weights, where, limits, readNested }: NamSource): NamPart {
  const place = placeIn(where, 'config');
  const file = validate(wavenetSchema(limits), config, place);
  const inputs = file.in_channels ?? 1;
  const nested =
    (file.condition_dsp ?? null) === null ? [] : [readNested(file.condition_dsp, `${place}.condition_dsp`)];
  const [conditionModel] = nested.map(defaultNetwork);
  if (conditionModel && conditionModel.inputs !== inputs) {
    malformed(`${place}.condition_dsp`, `a model of ${inputs} in`, `one of ${conditionModel.inputs} in`);
  }

  const surroundings = { inputs, condition: conditionModel?.outputs ?? inputs, limits, where: place };
  const { sizes, warnings } = slimSizes(file.layers, limits, `${place}.layers`);
  const fullChannels = file.layers.map(({ channels }) => channels);
  const { outputs, weightCount, layerArrays } = planWaveNet(file, fullChannels, surroundings);
  const numbers = readWeights(weights, weightCount, placeIn(where, 'weights'));
  const layers = layerArrays.reduce((sum, array) => sum + array.layers.length, conditionModel?.layers ?? 0);
  const parameters = weightCount + (conditionModel?.parameters ?? 0);
  return {
    sizes: sizes.map(({ from, keptChannels }) => ({
      from,
      network: {
        inputs,
        outputs,
        layers,
        parameters,
        lower(builder, input) {
          const condition = conditionModel?.lower(builder, input) ?? input;
          const plan = planWaveNet(file, keptChannels, surroundings);
          return new WaveNetLowering(builder, numbers, condition).append(plan, input);
        },
      },
    })),
    nested,
    warnings,
  };
}
