import { makeWaveNetFile, type WaveNetFile } from './make-wavenet.js';

/** A valid file with two layer arrays of two layers; 185 weights. */
export function tinyWaveNet(): WaveNetFile {
  const layerArrays = [
    { channels: 3, dilations: [1, 2], headSize: 2 },
    { channels: 2, dilations: [4, 8], headBias: true, gated: true },
  ];
  return makeWaveNetFile({ layerArrays }, 1);
}
