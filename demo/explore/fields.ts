import type { LayerPicture, NetworkPicture } from '../analysis/network-picture.js';
import { countLayers } from '../analysis/network-picture.js';
import { formatInteger, formatMs, formatNumberOf } from '../format.js';
import { sayShare } from './stack-words.js';

/** What a model hears after its first layers: dilated as it is, and as if every dilation were 1. */
export interface FieldPoint {
  /** Number of the layer from the input; 0 is the input itself. */
  readonly layer: number;
  readonly dilation: number;
  readonly dilatedFrames: number;
  readonly plainFrames: number;
}

/** The layers of a network from the input to the output. */
function fromInput(picture: NetworkPicture): LayerPicture[] {
  return picture.bands.flatMap((band) => [...band.layers]).reverse();
}

/** Receptive fields over the layers, from the input to the output, a head that looks back last. */
export function fieldsOf(picture: NetworkPicture): FieldPoint[] {
  const points = fromInput(picture).map(({ dilation, heardFrames, plainFrames }, i) => ({
    layer: i + 1,
    dilation,
    dilatedFrames: heardFrames,
    plainFrames,
  }));
  return [{ layer: 0, dilation: 1, dilatedFrames: 1, plainFrames: 1 }, ...points];
}

/** Receptive fields longer than this are not searched for holes. */
const MOST_FRAMES = 1 << 20;

/**
 * Share of the frames of the receptive field that reach an output, for layers that follow one another. Null for other
 * networks, and for fields too long to search.
 */
export function heardShareOf(picture: NetworkPicture): number | null {
  const layers = fromInput(picture);
  const total = layers.reduce((sum, { lookbackFrames }) => sum + lookbackFrames, 1);
  if (total !== picture.receptiveField || total > MOST_FRAMES || layers.length === 0) return null;
  let reached = new Uint8Array(total);
  reached[0] = 1;
  for (const { kernelSize, dilation } of layers) {
    const next = new Uint8Array(total);
    for (let n = 0; n < total; n++) {
      if (reached[n] === 0) continue;
      for (let k = 0; k < kernelSize && n + k * dilation < total; k++) next[n + k * dilation] = 1;
    }
    reached = next;
  }
  return reached.reduce((sum, mark) => sum + mark, 0) / total;
}

/** What dilation does for a model, in a few sentences. */
export function describeFields(picture: NetworkPicture): string {
  const { sampleRate, receptiveField, plainReceptiveField } = picture;
  const inTime = (frames: number) => formatMs((frames / sampleRate) * 1000);
  const share = heardShareOf(picture);
  const layers = formatNumberOf(countLayers(picture), 'layer');
  if (countLayers(picture) === 0) return 'A recurrent network has no taps to spread: it remembers in its state.';
  const start =
    receptiveField === plainReceptiveField
      ? `${layers}, none of them dilated: they hear ${formatNumberOf(receptiveField, 'frame')}, ${inTime(receptiveField)}.`
      : `${layers}. Plain they would hear ${formatNumberOf(plainReceptiveField, 'frame')}, ${inTime(plainReceptiveField)}; ` +
        `dilated ${formatInteger(receptiveField)}, ${inTime(receptiveField)}, at the same cost.`;
  if (share === null) return start;
  if (share === 1) return `${start} Every one of these frames is heard.`;
  return `${start} Of these frames ${sayShare(share)} are heard: the others fall between the taps.`;
}
