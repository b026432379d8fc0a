/** Names of the node's AudioParams. */
export type ParameterName = 'inputGainDb' | 'outputGainDb' | 'mix';

/** One AudioParam, in the form that `AudioWorkletProcessor.parameterDescriptors` takes. */
export interface ParameterDescriptor {
  readonly name: ParameterName;
  readonly defaultValue: number;
  readonly minValue: number;
  readonly maxValue: number;
  readonly automationRate: 'a-rate';
}

/** Values of every AudioParam in one render quantum: one per frame, or a single one if it does not change. */
export type ParameterValues = Readonly<Record<ParameterName, Float32Array>>;

/**
 * The node's AudioParams, in this order: gain in dB before the network, gain in dB after it, and the wet share of the output. The dry
 * share is the node's input; neither gain applies to it.
 */
export const PARAMETERS: readonly ParameterDescriptor[] = [
  { name: 'inputGainDb', defaultValue: 0, minValue: -60, maxValue: 40, automationRate: 'a-rate' },
  { name: 'outputGainDb', defaultValue: 0, minValue: -60, maxValue: 40, automationRate: 'a-rate' },
  { name: 'mix', defaultValue: 1, minValue: 0, maxValue: 1, automationRate: 'a-rate' },
];
