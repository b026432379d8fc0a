import { GATE_OFF_DB, NoiseGate } from './noise-gate.js';

/** The noise gate as a processor of one channel. Its parameter is the threshold in dBFS. */
export class GateProcessor extends AudioWorkletProcessor {
  static readonly parameterDescriptors = [
    { name: 'thresholdDb', defaultValue: GATE_OFF_DB, minValue: GATE_OFF_DB, maxValue: 0, automationRate: 'k-rate' },
  ];

  readonly #gate = new NoiseGate(sampleRate);

  /** @realtime */
  process(inputs: Float32Array[][], outputs: Float32Array[][], parameters: Record<string, Float32Array>): boolean {
    const input = inputs[0][0];
    const output = outputs[0][0];
    if (input === undefined) output.fill(0);
    else this.#gate.process(output, input, parameters.thresholdDb[0], output.length);
    return true;
  }
}
