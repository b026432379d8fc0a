/** Passes its sound, up to two channels of it, but for what no loudspeaker should get: samples that are no finite numbers are silent. */
export class SpeakerProcessor extends AudioWorkletProcessor {
  /** @realtime */
  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const input = inputs[0];
    const output = outputs[0];
    for (let c = 0; c < output.length; c++) {
      const to = output[c];
      const from = input[c];
      for (let t = 0; t < to.length; t++) to[t] = from !== undefined && Number.isFinite(from[t]) ? from[t] : 0;
    }
    return true;
  }
}
