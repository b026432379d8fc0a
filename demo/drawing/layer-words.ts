import { countLayers, type LayerPicture } from '../analysis/network-picture.js';
import { formatMs, formatNumberOf, formatPercent } from '../format.js';
import type { ModelState } from '../state.js';

/** `Layer 3`, or `The head`, which has no number. */
export function nameLayer(number: number | null): string {
  return number === null ? 'The head' : `Layer ${number}`;
}

/** What a layer does, in one line. */
export function describeLayer(layer: LayerPicture, number: number | null, sampleRate: number): string {
  const lookbackMs = formatMs((layer.lookbackFrames / sampleRate) * 1000);
  return [
    nameLayer(number),
    `dilation ${layer.dilation}`,
    `looks back ${formatNumberOf(layer.lookbackFrames, 'frame')}, ${lookbackMs}`,
    `${layer.inChannels} → ${formatNumberOf(layer.outChannels, 'channel')}`,
    `${formatPercent(Math.round(layer.share * 1000) / 1000)} of the work`,
  ].join(' · ');
}

/** Number of layers of a model, wherever the page tells it: those of its picture, or those that a recurrent network has. */
export function layersOfModel({ picture, info }: Pick<ModelState, 'picture' | 'info'>): number {
  return countLayers(picture) || info.layers;
}
